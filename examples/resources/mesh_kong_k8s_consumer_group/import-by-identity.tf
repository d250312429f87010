import {
  to = mesh_kong_k8s_consumer_group.partners
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1beta1"
    kind        = "KongConsumerGroup"
    namespace   = "shop"
    name        = "partners"
  }
}
