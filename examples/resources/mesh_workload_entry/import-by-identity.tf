import {
  to = mesh_workload_entry.ledger_1
  identity = {
    cluster     = "default"
    api_version = "networking.istio.io/v1"
    kind        = "WorkloadEntry"
    namespace   = "payments"
    name        = "ledger-1"
  }
}
