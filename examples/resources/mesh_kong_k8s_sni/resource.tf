resource "mesh_kong_k8s_sni" "shop" {
  name      = "shop"
  namespace = "shop"

  spec = {
    name            = "*.shop.example.com"
    certificate_ref = { name = "shop" }
  }
}
