# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_route.checkout default/configuration.konghq.com/v1alpha1/KongRoute/shop/checkout
