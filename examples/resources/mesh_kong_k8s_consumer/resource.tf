resource "mesh_kong_k8s_consumer" "payments" {
  name        = "payments"
  namespace   = "shop"
  annotations = { "kubernetes.io/ingress.class" = "kong" }

  username        = "payments"
  custom_id       = "client-4711"
  consumer_groups = ["partners"]

  # A Secret with the label konghq.com/credential: key-auth.
  credentials = ["payments-key"]
}
