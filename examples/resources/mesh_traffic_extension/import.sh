# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_traffic_extension.shop default/extensions.istio.io/v1alpha1/TrafficExtension/shop/request-id
