import {
  to = mesh_kong_k8s_upstream_policy.carts
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1beta1"
    kind        = "KongUpstreamPolicy"
    namespace   = "shop"
    name        = "carts"
  }
}
