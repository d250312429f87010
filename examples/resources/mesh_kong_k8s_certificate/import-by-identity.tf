import {
  to = mesh_kong_k8s_certificate.shop
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongCertificate"
    namespace   = "shop"
    name        = "shop"
  }
}
