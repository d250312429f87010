import {
  to = mesh_kong_k8s_plugin.rate_limit
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1"
    kind        = "KongPlugin"
    namespace   = "shop"
    name        = "rate-limit"
  }
}
