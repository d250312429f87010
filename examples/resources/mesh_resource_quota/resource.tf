resource "mesh_resource_quota" "shop" {
  name      = "compute"
  namespace = "shop"
  spec = {
    hard = {
      "requests.cpu"           = "8"
      "requests.memory"        = "16Gi"
      "limits.memory"          = "32Gi"
      "pods"                   = "60"
      "services.loadbalancers" = "0"
    }
  }
}

# Few pods of the class that evicts others.
resource "mesh_resource_quota" "urgent" {
  name      = "urgent"
  namespace = "shop"
  spec = {
    hard           = { pods = "4" }
    scope_selector = { match_expressions = [{ scope_name = "PriorityClass", operator = "In", values = ["urgent"] }] }
  }
}
