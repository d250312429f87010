import {
  to = mesh_kafka_user.payments
  identity = {
    cluster     = "default"
    api_version = "kafka.strimzi.io/v1"
    kind        = "KafkaUser"
    namespace   = "kafka"
    name        = "payments"
  }
}
