import {
  to = mesh_kong_k8s_sni.shop
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongSNI"
    namespace   = "shop"
    name        = "shop"
  }
}
