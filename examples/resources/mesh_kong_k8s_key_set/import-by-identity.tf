import {
  to = mesh_kong_k8s_key_set.tokens
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongKeySet"
    namespace   = "shop"
    name        = "tokens"
  }
}
