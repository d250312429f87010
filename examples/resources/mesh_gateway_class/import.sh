# <cluster>/<apiVersion>/<kind>/<namespace>/<name>; two slashes in a row where there is no namespace.
terraform import mesh_gateway_class.public default/gateway.networking.k8s.io/v1/GatewayClass//public
