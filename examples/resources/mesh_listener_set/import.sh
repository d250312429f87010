# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_listener_set.payments default/gateway.networking.k8s.io/v1/ListenerSet/payments/payments
