# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_tcp_route.orders_db default/gateway.networking.k8s.io/v1/TCPRoute/shop/orders-db
