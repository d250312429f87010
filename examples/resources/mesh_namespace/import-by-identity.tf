import {
  to = mesh_namespace.monitoring
  identity = {
    cluster = "default"
    name    = "monitoring"
  }
}
