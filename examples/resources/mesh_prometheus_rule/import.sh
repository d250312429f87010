# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_prometheus_rule.shop default/monitoring.coreos.com/v1/PrometheusRule/shop/errors
