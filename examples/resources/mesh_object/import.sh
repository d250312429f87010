# <cluster>/<apiVersion>/<kind>/<namespace>/<name>; two slashes in a row where there is no namespace.
terraform import mesh_object.telemetry default/telemetry.istio.io/v1/Telemetry/istio-system/mesh-default
