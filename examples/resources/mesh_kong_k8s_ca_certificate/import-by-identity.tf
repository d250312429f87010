import {
  to = mesh_kong_k8s_ca_certificate.internal
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongCACertificate"
    namespace   = "shop"
    name        = "internal"
  }
}
