import {
  to = mesh_backend_tls_policy.ledger
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "BackendTLSPolicy"
    namespace   = "payments"
    name        = "ledger"
  }
}
