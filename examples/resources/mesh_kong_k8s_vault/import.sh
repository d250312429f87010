# <cluster>/<apiVersion>/<kind>/<namespace>/<name>; two slashes in a row where there is no namespace.
terraform import mesh_kong_k8s_vault.shop default/configuration.konghq.com/v1alpha1/KongVault//shop
