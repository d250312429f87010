import {
  to = mesh_kong_k8s_udp_ingress.metrics
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1beta1"
    kind        = "UDPIngress"
    namespace   = "payments"
    name        = "metrics"
  }
}
