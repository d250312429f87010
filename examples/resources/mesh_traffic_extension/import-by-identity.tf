import {
  to = mesh_traffic_extension.shop
  identity = {
    cluster     = "default"
    api_version = "extensions.istio.io/v1alpha1"
    kind        = "TrafficExtension"
    namespace   = "shop"
    name        = "request-id"
  }
}
