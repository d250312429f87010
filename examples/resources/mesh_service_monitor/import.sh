# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_service_monitor.shop default/monitoring.coreos.com/v1/ServiceMonitor/shop/api
