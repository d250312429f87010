# Virtual machines that register themselves, and are taken out of service when they fail.
resource "mesh_workload_group" "ledger" {
  name      = "ledger"
  namespace = "payments"

  spec = {
    metadata = { labels = { app = "ledger" } }

    template = {
      service_account = "ledger"
      ports           = { http = 8080 }
    }

    probe = {
      http_get          = { port = 8080, path = "/healthz" }
      period_seconds    = 5
      failure_threshold = 3
    }
  }
}
