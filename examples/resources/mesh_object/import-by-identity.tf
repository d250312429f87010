import {
  to = mesh_object.telemetry
  identity = {
    cluster     = "default"
    api_version = "telemetry.istio.io/v1"
    kind        = "Telemetry"
    namespace   = "istio-system"
    name        = "mesh-default"
  }
}
