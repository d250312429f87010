import {
  to = mesh_kafka_topic.orders
  identity = {
    cluster     = "default"
    api_version = "kafka.strimzi.io/v1"
    kind        = "KafkaTopic"
    namespace   = "kafka"
    name        = "orders"
  }
}
