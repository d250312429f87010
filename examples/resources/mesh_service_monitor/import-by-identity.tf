import {
  to = mesh_service_monitor.shop
  identity = {
    cluster     = "default"
    api_version = "monitoring.coreos.com/v1"
    kind        = "ServiceMonitor"
    namespace   = "shop"
    name        = "api"
  }
}
