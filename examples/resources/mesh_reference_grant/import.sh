# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_reference_grant.shop_to_payments default/gateway.networking.k8s.io/v1/ReferenceGrant/payments/shop
