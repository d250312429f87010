# <cluster>/<namespace>/<kafka_cluster>/<name>
terraform import mesh_topic.orders default/kafka/events/orders
