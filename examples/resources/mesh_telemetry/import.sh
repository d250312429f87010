# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_telemetry.shop default/telemetry.istio.io/v1/Telemetry/shop/default
