# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_plugin.rate_limit default/configuration.konghq.com/v1/KongPlugin/shop/rate-limit
