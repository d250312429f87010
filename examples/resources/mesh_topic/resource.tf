resource "mesh_topic" "orders" {
  name          = "orders"
  namespace     = "kafka"
  kafka_cluster = "events"
  partitions    = 12
  replicas      = 3
  config = {
    "cleanup.policy"      = "delete"
    "min.insync.replicas" = "2"
    "retention.ms"        = "604800000" # seven days
  }
}
