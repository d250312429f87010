import {
  to = mesh_kong_k8s_service.checkout
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongService"
    namespace   = "shop"
    name        = "checkout"
  }
}
