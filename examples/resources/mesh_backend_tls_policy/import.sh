# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_backend_tls_policy.ledger default/gateway.networking.k8s.io/v1/BackendTLSPolicy/payments/ledger
