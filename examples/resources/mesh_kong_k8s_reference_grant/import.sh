# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_reference_grant.shop default/configuration.konghq.com/v1alpha1/KongReferenceGrant/kong/shop
