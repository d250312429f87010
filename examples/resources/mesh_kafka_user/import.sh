# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kafka_user.payments default/kafka.strimzi.io/v1/KafkaUser/kafka/payments
