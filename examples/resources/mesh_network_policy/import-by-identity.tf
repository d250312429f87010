import {
  to = mesh_network_policy.default_deny
  identity = {
    cluster     = "default"
    api_version = "networking.k8s.io/v1"
    kind        = "NetworkPolicy"
    namespace   = "payments"
    name        = "default-deny"
  }
}
