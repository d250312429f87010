# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_ingress.carts default/configuration.konghq.com/v1/KongIngress/shop/carts
