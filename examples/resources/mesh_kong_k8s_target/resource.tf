resource "mesh_kong_k8s_target" "checkout" {
  name      = "checkout-a"
  namespace = "shop"

  spec = {
    upstream_ref = { name = "checkout" }
    target       = "checkout-a.shop.internal:8443"
    weight       = 90
  }
}
