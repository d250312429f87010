import {
  to = mesh_k8s_gateway.public
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "Gateway"
    namespace   = "istio-ingress"
    name        = "public"
  }
}
