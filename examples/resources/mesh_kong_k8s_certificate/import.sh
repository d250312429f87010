# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_certificate.shop default/configuration.konghq.com/v1alpha1/KongCertificate/shop/shop
