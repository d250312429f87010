# For Services with the annotation konghq.com/upstream-policy: carts.
resource "mesh_kong_k8s_upstream_policy" "carts" {
  name      = "carts"
  namespace = "shop"

  spec = {
    # A cart stays on one pod, and a client without the header is told apart by its address.
    algorithm        = "consistent-hashing"
    hash_on          = { header = "x-cart-id" }
    hash_on_fallback = { input = "ip" }

    healthchecks = {
      active = {
        type      = "http"
        http_path = "/healthz"
        healthy   = { interval = 5, successes = 2 }
        unhealthy = { interval = 5, http_failures = 3 }
      }
    }
  }
}
