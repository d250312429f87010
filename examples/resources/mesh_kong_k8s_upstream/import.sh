# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_upstream.checkout default/configuration.konghq.com/v1alpha1/KongUpstream/shop/checkout
