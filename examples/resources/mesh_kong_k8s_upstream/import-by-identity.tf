import {
  to = mesh_kong_k8s_upstream.checkout
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongUpstream"
    namespace   = "shop"
    name        = "checkout"
  }
}
