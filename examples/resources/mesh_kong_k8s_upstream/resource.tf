# A KongService uses it by the host checkout.shop.internal.
resource "mesh_kong_k8s_upstream" "checkout" {
  name      = "checkout"
  namespace = "shop"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge" }
    }
    name      = "checkout.shop.internal"
    algorithm = "consistent-hashing"
    hash_on   = "consumer"

    # Five failing answers in a row take a target out of service; a check every 10 seconds brings it back.
    healthchecks = {
      threshold = 50
      active = {
        type                     = "https"
        http_path                = "/healthz"
        https_verify_certificate = true
        concurrency              = 5
        timeout                  = 2
        healthy                  = { interval = 0, successes = 2 }
        unhealthy                = { interval = 10, http_failures = 0, tcp_failures = 0, timeouts = 0 }
      }
      passive = {
        type      = "https"
        unhealthy = { http_failures = 5, http_statuses = [500, 503], tcp_failures = 2, timeouts = 3 }
      }
    }
  }
}
