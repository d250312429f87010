import {
  to = mesh_kong_k8s_credential_acl.payments
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongCredentialACL"
    namespace   = "shop"
    name        = "payments-partners"
  }
}
