# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_k8s_gateway.public default/gateway.networking.k8s.io/v1/Gateway/istio-ingress/public
