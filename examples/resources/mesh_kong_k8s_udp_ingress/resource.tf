# For Kong Ingress Controller 3.x alone. New configurations use mesh_udp_route.
resource "mesh_kong_k8s_udp_ingress" "metrics" {
  name        = "metrics"
  namespace   = "payments"
  annotations = { "kubernetes.io/ingress.class" = "kong" }

  spec = {
    rules = [{
      port    = 8125
      backend = { service_name = "statsd", service_port = 8125 }
    }]
  }
}
