resource "mesh_backend_tls_policy" "ledger" {
  name      = "ledger"
  namespace = "payments"

  spec = {
    target_refs = [{ group = "", kind = "Service", name = "ledger", section_name = "https" }]
    validation = {
      hostname            = "ledger.payments.example.com"
      ca_certificate_refs = [{ group = "", kind = "ConfigMap", name = "payments-ca" }]
    }
  }
}
