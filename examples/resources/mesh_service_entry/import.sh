# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_service_entry.card_processor default/networking.istio.io/v1/ServiceEntry/payments/card-processor
