import {
  to = mesh_kong_k8s_tcp_ingress.ledger
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1beta1"
    kind        = "TCPIngress"
    namespace   = "payments"
    name        = "ledger"
  }
}
