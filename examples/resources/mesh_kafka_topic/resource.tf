resource "mesh_kafka_topic" "orders" {
  name      = "orders"
  namespace = "kafka"
  labels    = { "strimzi.io/cluster" = "events" }
  spec = {
    partitions = 12
    replicas   = 3
    config = jsonencode({
      "cleanup.policy"      = "delete"
      "min.insync.replicas" = 2
      "retention.ms"        = 604800000 # seven days
    })
  }
}

# Strimzi older than 0.49 has no v1.
resource "mesh_kafka_topic" "payments" {
  api_version = "kafka.strimzi.io/v1beta2"
  name        = "payments"
  namespace   = "kafka"
  labels      = { "strimzi.io/cluster" = "events" }
  spec        = { partitions = 6, replicas = 3 }
}
