resource "mesh_kong_k8s_route" "checkout" {
  name      = "checkout"
  namespace = "shop"

  spec = {
    name        = "checkout"
    service_ref = { type = "namespacedRef", namespaced_ref = { name = "checkout" } }

    protocols  = ["https"]
    hosts      = ["shop.example.com"]
    methods    = ["GET", "POST"]
    paths      = ["/checkout", "~/v[0-9]+/checkout"]
    strip_path = false
    headers    = { "x-region" = ["eu", "us"] }
  }
}
