import {
  to = mesh_kong_k8s_route.checkout
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongRoute"
    namespace   = "shop"
    name        = "checkout"
  }
}
