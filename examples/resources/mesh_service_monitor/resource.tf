resource "mesh_service_monitor" "shop" {
  name      = "api"
  namespace = "shop"
  labels    = { release = "prometheus" }
  spec = {
    selector = { match_labels = { app = "api" } }
    endpoints = [{
      port     = "metrics"
      interval = "30s"
      metric_relabelings = [
        { source_labels = ["__name__"], regex = "go_gc_.*", action = "drop" },
      ]
    }]
    sample_limit = 20000
  }
}
