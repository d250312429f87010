# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_envoy_filter.header_size default/networking.istio.io/v1alpha3/EnvoyFilter/istio-ingress/header-size
