# The proxies of all pods that have one.
resource "mesh_pod_monitor" "proxies" {
  name      = "proxies"
  namespace = "monitoring"
  spec = {
    selector           = { match_expressions = [{ key = "security.istio.io/tlsMode", operator = "Exists" }] }
    namespace_selector = { any = true }
    pod_metrics_endpoints = [{
      port     = "http-envoy-prom"
      path     = "/stats/prometheus"
      interval = "15s"
      relabelings = [
        { source_labels = ["__meta_kubernetes_namespace"], target_label = "namespace" },
      ]
    }]
  }
}
