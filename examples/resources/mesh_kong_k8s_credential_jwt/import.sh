# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_credential_jwt.payments default/configuration.konghq.com/v1alpha1/KongCredentialJWT/shop/payments-jwt
