# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_grpc_route.ledger default/gateway.networking.k8s.io/v1/GRPCRoute/payments/ledger
