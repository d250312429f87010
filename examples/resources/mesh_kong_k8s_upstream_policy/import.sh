# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_upstream_policy.carts default/configuration.konghq.com/v1beta1/KongUpstreamPolicy/shop/carts
