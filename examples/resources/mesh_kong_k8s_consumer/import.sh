# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_consumer.payments default/configuration.konghq.com/v1/KongConsumer/shop/payments
