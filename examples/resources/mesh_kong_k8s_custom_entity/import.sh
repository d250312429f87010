# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_custom_entity.cart default/configuration.konghq.com/v1alpha1/KongCustomEntity/shop/cart-query
