import {
  to = mesh_http_route.shop
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "HTTPRoute"
    namespace   = "shop"
    name        = "shop"
  }
}
