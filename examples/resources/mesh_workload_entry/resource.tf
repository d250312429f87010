# A virtual machine that the Service "ledger" selects like a pod.
resource "mesh_workload_entry" "ledger_1" {
  name      = "ledger-1"
  namespace = "payments"

  spec = {
    address         = "192.0.2.10"
    labels          = { app = "ledger" }
    ports           = { http = 8080 }
    locality        = "eu-west/a"
    service_account = "ledger"
  }
}
