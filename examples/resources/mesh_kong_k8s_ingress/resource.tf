# For Kong Ingress Controller 3.x alone. New configurations use mesh_kong_k8s_upstream_policy.
resource "mesh_kong_k8s_ingress" "carts" {
  name        = "carts"
  namespace   = "shop"
  annotations = { "kubernetes.io/ingress.class" = "kong" }

  upstream = {
    hash_on        = "header"
    hash_on_header = "x-cart-id"
    hash_fallback  = "ip"
  }
}
