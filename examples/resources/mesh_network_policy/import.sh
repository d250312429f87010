# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_network_policy.default_deny default/networking.k8s.io/v1/NetworkPolicy/payments/default-deny
