# Two worker threads for the busy API; its pods must be restarted to use them.
resource "mesh_proxy_config" "api" {
  name      = "api"
  namespace = "shop"

  spec = {
    selector    = { match_labels = { app = "api" } }
    concurrency = 2
    image       = { image_type = "distroless" }
  }
}
