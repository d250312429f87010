import {
  to = mesh_udp_route.statsd
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "UDPRoute"
    namespace   = "shop"
    name        = "statsd"
  }
}
