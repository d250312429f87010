import {
  to = mesh_kong_k8s_plugin_binding.rate_limit
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongPluginBinding"
    namespace   = "shop"
    name        = "rate-limit-checkout"
  }
}
