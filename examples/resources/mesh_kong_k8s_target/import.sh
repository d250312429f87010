# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_target.checkout default/configuration.konghq.com/v1alpha1/KongTarget/shop/checkout-a
