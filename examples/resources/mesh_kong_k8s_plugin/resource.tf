# 60 requests a minute for each consumer, counted in one Redis for all of Kong's pods.
resource "mesh_kong_k8s_plugin" "rate_limit" {
  name      = "rate-limit"
  namespace = "shop"

  plugin = "rate-limiting"
  config = {
    minute   = 60
    limit_by = "consumer"
    policy   = "redis"
    redis    = { host = "redis.shop.svc", port = 6379 }
  }

  # The Secret holds JSON, so the password is in quotation marks there.
  config_patches = [{
    path       = "/redis/password"
    value_from = { secret_key_ref = { name = "redis", key = "password-json" } }
  }]
}
