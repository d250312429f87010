# Every metric group of the plugin is off unless it is asked for.
resource "mesh_kong_k8s_cluster_plugin" "prometheus" {
  name        = "prometheus"
  labels      = { global = "true" }
  annotations = { "kubernetes.io/ingress.class" = "kong" }

  plugin = "prometheus"
  config = {
    status_code_metrics = true
    latency_metrics     = true
    bandwidth_metrics   = true
  }
}
