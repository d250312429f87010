resource "mesh_kong_k8s_credential_acl" "payments" {
  name      = "payments-partners"
  namespace = "shop"

  spec = {
    consumer_ref = { name = "payments" }
    group        = "partners"
  }
}
