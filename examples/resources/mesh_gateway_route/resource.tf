resource "mesh_gateway_route" "shop" {
  name      = "shop"
  namespace = "shop"
  gateway   = { name = "public", namespace = "ingress" }
  hostnames = ["shop.example.com"]

  rules = [
    # A canary for a tenth of the requests.
    {
      path_prefix = "/api"
      timeout     = "10s"
      backends = [
        { service = "api", port = 8080, weight = 90 },
        { service = "api-next", port = 8080, weight = 10 },
      ]
    },
    # Old addresses live on.
    {
      path_prefix = "/v0"
      redirect    = { path_prefix = "/api", code = 301 }
    },
    # Everything else.
    {
      backends = [{ service = "web", port = 8080 }]
    },
  ]
}

# The engine istio can retry and mirror by fractions.
resource "mesh_gateway_route" "search" {
  name      = "search"
  namespace = "shop"
  engine    = "istio"
  gateway   = { name = "public", namespace = "istio-ingress" }
  hostnames = ["search.example.com"]

  rules = [
    {
      timeout  = "3s"
      retries  = { attempts = 2, per_try_timeout = "1s", retry_on = ["5xx", "reset"] }
      backends = [{ service = "search", port = 8080 }]
      mirror   = { service = "search-next", port = 8080, percent = 0.5 }
    },
  ]
}
