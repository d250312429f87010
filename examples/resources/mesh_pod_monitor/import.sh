# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_pod_monitor.proxies default/monitoring.coreos.com/v1/PodMonitor/monitoring/proxies
