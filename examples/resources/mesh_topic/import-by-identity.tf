import {
  to = mesh_topic.orders
  identity = {
    cluster = "default"
    name    = "kafka/events/orders"
  }
}
