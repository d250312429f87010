import {
  to = mesh_virtual_service.cart
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "VirtualService"
    namespace   = "shop"
    name        = "cart"
  }
}
