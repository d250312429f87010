# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_service.checkout default/configuration.konghq.com/v1alpha1/KongService/shop/checkout
