import {
  to = mesh_gateway_route.shop
  identity = {
    cluster = "default"
    name    = "shop/shop"
  }
}
