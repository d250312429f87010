# Kong makes up the secret, since none is given.
resource "mesh_kong_k8s_credential_hmac" "payments" {
  name      = "payments-hmac"
  namespace = "shop"

  spec = {
    consumer_ref = { name = "payments" }
    username     = "payments"
    tags         = ["team:checkout"]
  }
}
