# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_udp_route.statsd default/gateway.networking.k8s.io/v1/UDPRoute/shop/statsd
