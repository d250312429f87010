import {
  to = mesh_gateway_class.public
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "GatewayClass"
    name        = "public"
  }
}
