import {
  to = mesh_destination_rule.cart
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "DestinationRule"
    namespace   = "shop"
    name        = "cart"
  }
}
