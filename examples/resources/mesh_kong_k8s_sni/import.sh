# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_sni.shop default/configuration.konghq.com/v1alpha1/KongSNI/shop/shop
