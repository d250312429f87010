import {
  to = mesh_pod_monitor.proxies
  identity = {
    cluster     = "default"
    api_version = "monitoring.coreos.com/v1"
    kind        = "PodMonitor"
    namespace   = "monitoring"
    name        = "proxies"
  }
}
