import {
  to = mesh_request_authentication.shop
  identity = {
    cluster     = "default"
    api_version = "security.istio.io/v1"
    kind        = "RequestAuthentication"
    namespace   = "shop"
    name        = "customers"
  }
}
