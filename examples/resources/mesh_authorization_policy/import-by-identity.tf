import {
  to = mesh_authorization_policy.payments
  identity = {
    cluster     = "default"
    api_version = "security.istio.io/v1"
    kind        = "AuthorizationPolicy"
    namespace   = "payments"
    name        = "payments"
  }
}
