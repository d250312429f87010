import {
  to = mesh_kong_k8s_credential_hmac.payments
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongCredentialHMAC"
    namespace   = "shop"
    name        = "payments-hmac"
  }
}
