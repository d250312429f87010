# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_plugin_binding.rate_limit default/configuration.konghq.com/v1alpha1/KongPluginBinding/shop/rate-limit-checkout
