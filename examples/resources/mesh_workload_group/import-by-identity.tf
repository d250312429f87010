import {
  to = mesh_workload_group.ledger
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "WorkloadGroup"
    namespace   = "payments"
    name        = "ledger"
  }
}
