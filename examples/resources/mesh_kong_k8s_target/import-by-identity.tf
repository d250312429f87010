import {
  to = mesh_kong_k8s_target.checkout
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongTarget"
    namespace   = "shop"
    name        = "checkout-a"
  }
}
