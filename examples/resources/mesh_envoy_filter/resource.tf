# The public gateway takes request headers of up to 96 KiB.
resource "mesh_envoy_filter" "header_size" {
  name      = "header-size"
  namespace = "istio-ingress"

  spec = {
    workload_selector = { labels = { istio = "ingress" } }

    config_patches = [
      {
        apply_to = "NETWORK_FILTER"
        match = {
          context  = "GATEWAY"
          listener = { filter_chain = { filter = { name = "envoy.filters.network.http_connection_manager" } } }
        }
        patch = {
          operation = "MERGE"
          # Free values are JSON inside lists.
          value = jsonencode({
            typed_config = {
              "@type"                = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
              max_request_headers_kb = 96
            }
          })
        }
      },
    ]
  }
}
