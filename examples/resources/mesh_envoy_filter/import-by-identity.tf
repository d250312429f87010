import {
  to = mesh_envoy_filter.header_size
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1alpha3"
    kind        = "EnvoyFilter"
    namespace   = "istio-ingress"
    name        = "header-size"
  }
}
