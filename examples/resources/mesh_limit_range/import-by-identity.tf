import {
  to = mesh_limit_range.shop
  identity = {
    cluster     = "default"
    api_version = "v1"
    kind        = "LimitRange"
    namespace   = "shop"
    name        = "containers"
  }
}
