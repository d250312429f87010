import {
  to = mesh_peer_authentication.payments
  identity = {
    cluster     = "default"
    api_version = "security.istio.io/v1"
    kind        = "PeerAuthentication"
    namespace   = "payments"
    name        = "default"
  }
}
