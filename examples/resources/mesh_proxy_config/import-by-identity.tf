import {
  to = mesh_proxy_config.api
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1beta1"
    kind        = "ProxyConfig"
    namespace   = "shop"
    name        = "api"
  }
}
