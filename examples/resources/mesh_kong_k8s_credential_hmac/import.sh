# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_credential_hmac.payments default/configuration.konghq.com/v1alpha1/KongCredentialHMAC/shop/payments-hmac
