# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_udp_ingress.metrics default/configuration.konghq.com/v1beta1/UDPIngress/payments/metrics
