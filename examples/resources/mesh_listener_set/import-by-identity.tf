import {
  to = mesh_listener_set.payments
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "ListenerSet"
    namespace   = "payments"
    name        = "payments"
  }
}
