import {
  to = mesh_kong_k8s_cluster_plugin.prometheus
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1"
    kind        = "KongClusterPlugin"
    name        = "prometheus"
  }
}
