# <cluster>/<name>
terraform import mesh_namespace.monitoring default/monitoring
