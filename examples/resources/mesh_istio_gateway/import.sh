# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_istio_gateway.public default/networking.istio.io/v1/Gateway/istio-ingress/public
