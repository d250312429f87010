import {
  to = mesh_tls_route.broker
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "TLSRoute"
    namespace   = "payments"
    name        = "broker"
  }
}
