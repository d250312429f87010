# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_virtual_service.cart default/networking.istio.io/v1/VirtualService/shop/cart
