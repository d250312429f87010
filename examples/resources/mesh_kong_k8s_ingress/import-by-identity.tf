import {
  to = mesh_kong_k8s_ingress.carts
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1"
    kind        = "KongIngress"
    namespace   = "shop"
    name        = "carts"
  }
}
