import {
  to = mesh_kong_k8s_custom_entity.cart
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongCustomEntity"
    namespace   = "shop"
    name        = "cart-query"
  }
}
