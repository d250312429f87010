# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_destination_rule.cart default/networking.istio.io/v1/DestinationRule/shop/cart
