import {
  to = mesh_grpc_route.ledger
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "GRPCRoute"
    namespace   = "payments"
    name        = "ledger"
  }
}
