import {
  to = mesh_sidecar.shop
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "Sidecar"
    namespace   = "shop"
    name        = "default"
  }
}
