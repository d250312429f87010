# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_key_set.tokens default/configuration.konghq.com/v1alpha1/KongKeySet/shop/tokens
