# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_request_authentication.shop default/security.istio.io/v1/RequestAuthentication/shop/customers
