# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_tls_route.broker default/gateway.networking.k8s.io/v1/TLSRoute/payments/broker
