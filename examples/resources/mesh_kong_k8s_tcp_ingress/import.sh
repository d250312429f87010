# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_tcp_ingress.ledger default/configuration.konghq.com/v1beta1/TCPIngress/payments/ledger
