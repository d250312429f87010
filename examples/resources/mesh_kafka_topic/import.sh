# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kafka_topic.orders default/kafka.strimzi.io/v1/KafkaTopic/kafka/orders
