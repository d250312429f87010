# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_ca_certificate.internal default/configuration.konghq.com/v1alpha1/KongCACertificate/shop/internal
