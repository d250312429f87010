import {
  to = mesh_kong_k8s_credential_jwt.payments
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongCredentialJWT"
    namespace   = "shop"
    name        = "payments-jwt"
  }
}
