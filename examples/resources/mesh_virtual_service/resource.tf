resource "mesh_virtual_service" "cart" {
  name      = "cart"
  namespace = "shop"

  spec = {
    hosts = ["cart.shop.svc.cluster.local"]

    http = [
      # Testers get the next version.
      {
        name  = "testers"
        match = [{ headers = { "x-tester" = { exact = "yes" } } }]
        route = [{ destination = { host = "cart.shop.svc.cluster.local", subset = "next" } }]
      },
      # Everyone else gets it for a tenth of the requests.
      {
        name    = "everyone"
        timeout = "10s"
        retries = { attempts = 2, per_try_timeout = "3s", retry_on = "connect-failure,refused-stream,503" }
        route = [
          { destination = { host = "cart.shop.svc.cluster.local", subset = "stable" }, weight = 90 },
          { destination = { host = "cart.shop.svc.cluster.local", subset = "next" }, weight = 10 },
        ]
      },
    ]
  }
}
