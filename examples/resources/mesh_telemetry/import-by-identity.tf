import {
  to = mesh_telemetry.shop
  identity = {
    cluster     = "default"
    api_version = "telemetry.istio.io/v1"
    kind        = "Telemetry"
    namespace   = "shop"
    name        = "default"
  }
}
