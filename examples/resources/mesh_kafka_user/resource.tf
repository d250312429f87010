resource "mesh_kafka_user" "payments" {
  name      = "payments"
  namespace = "kafka"
  labels    = { "strimzi.io/cluster" = "events" }
  spec = {
    authentication = { type = "tls" }
    authorization = {
      type = "simple"
      acls = [
        { resource = { type = "topic", name = "orders" }, operations = ["Read", "Describe"] },
        { resource = { type = "group", name = "payments-", pattern_type = "prefix" }, operations = ["Read"] },
        { resource = { type = "topic", name = "payments" }, operations = ["Write", "Describe"] },
      ]
    }
    quotas = { producer_byte_rate = 10485760, consumer_byte_rate = 20971520 } # 10 and 20 MiB per second
  }
}
