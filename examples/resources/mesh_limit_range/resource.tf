# What a container gets that asks for nothing, and the most that one may ask for.
resource "mesh_limit_range" "shop" {
  name      = "containers"
  namespace = "shop"
  spec = {
    limits = [{
      type            = "Container"
      default         = { cpu = "500m", memory = "256Mi" }
      default_request = { cpu = "100m", memory = "128Mi" }
      max             = { cpu = "4", memory = "8Gi" }
    }]
  }
}
