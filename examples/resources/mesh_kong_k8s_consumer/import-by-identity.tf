import {
  to = mesh_kong_k8s_consumer.payments
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1"
    kind        = "KongConsumer"
    namespace   = "shop"
    name        = "payments"
  }
}
