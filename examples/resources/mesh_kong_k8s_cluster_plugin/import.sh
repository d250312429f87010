# <cluster>/<apiVersion>/<kind>/<namespace>/<name>; two slashes in a row where there is no namespace.
terraform import mesh_kong_k8s_cluster_plugin.prometheus default/configuration.konghq.com/v1/KongClusterPlugin//prometheus
