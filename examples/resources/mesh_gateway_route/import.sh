# <cluster>/<namespace>/<name>
terraform import mesh_gateway_route.shop default/shop/shop
