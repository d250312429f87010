# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_authorization_policy.payments default/security.istio.io/v1/AuthorizationPolicy/payments/payments
