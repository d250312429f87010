# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_sidecar.shop default/networking.istio.io/v1/Sidecar/shop/default
