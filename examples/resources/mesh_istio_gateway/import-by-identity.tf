import {
  to = mesh_istio_gateway.public
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "Gateway"
    namespace   = "istio-ingress"
    name        = "public"
  }
}
