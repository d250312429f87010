# No plain connections to the payments namespace ...
resource "mesh_peer_authentication" "payments" {
  name      = "default"
  namespace = "payments"
  spec      = { mtls = { mode = "STRICT" } }
}

# ... but for the metrics port of one workload, which Prometheus scrapes from outside of the mesh.
resource "mesh_peer_authentication" "ledger" {
  name      = "ledger"
  namespace = "payments"
  spec = {
    selector        = { match_labels = { app = "ledger" } }
    mtls            = { mode = "STRICT" }
    port_level_mtls = { "9090" = { mode = "PERMISSIVE" } }
  }
}
