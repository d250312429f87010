# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_consumer_group.partners default/configuration.konghq.com/v1beta1/KongConsumerGroup/shop/partners
