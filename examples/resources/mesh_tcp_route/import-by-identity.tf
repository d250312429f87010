import {
  to = mesh_tcp_route.orders_db
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "TCPRoute"
    namespace   = "shop"
    name        = "orders-db"
  }
}
