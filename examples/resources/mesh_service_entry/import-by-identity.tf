import {
  to = mesh_service_entry.card_processor
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "ServiceEntry"
    namespace   = "payments"
    name        = "card-processor"
  }
}
