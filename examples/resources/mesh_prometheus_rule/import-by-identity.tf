import {
  to = mesh_prometheus_rule.shop
  identity = {
    cluster     = "default"
    api_version = "monitoring.coreos.com/v1"
    kind        = "PrometheusRule"
    namespace   = "shop"
    name        = "errors"
  }
}
