# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_http_route.shop default/gateway.networking.k8s.io/v1/HTTPRoute/shop/shop
