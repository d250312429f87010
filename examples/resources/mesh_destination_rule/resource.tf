resource "mesh_destination_rule" "cart" {
  name      = "cart"
  namespace = "shop"

  spec = {
    host = "cart.shop.svc.cluster.local"

    traffic_policy = {
      connection_pool = {
        tcp  = { max_connections = 200, connect_timeout = "2s" }
        http = { http1_max_pending_requests = 100, max_requests_per_connection = 1000 }
      }
      # Five server errors in a row, and an endpoint is left alone for half a minute.
      outlier_detection = {
        consecutive5xx_errors = 5
        interval              = "10s"
        base_ejection_time    = "30s"
        max_ejection_percent  = 50
      }
    }

    # What routes may name.
    subsets = [
      { name = "stable", labels = { version = "v1" } },
      {
        name   = "next"
        labels = { version = "v2" }
        traffic_policy = {
          load_balancer = { simple = "LEAST_REQUEST", warmup = { duration = "60s" } }
        }
      },
    ]
  }
}
