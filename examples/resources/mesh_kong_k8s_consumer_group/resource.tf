# Plugins of the group count for every consumer in it.
resource "mesh_kong_k8s_consumer_group" "partners" {
  name      = "partners"
  namespace = "shop"

  annotations = {
    "kubernetes.io/ingress.class" = "kong"
    "konghq.com/plugins"          = "rate-limit-partners"
  }

  spec = { name = "partners" }
}
