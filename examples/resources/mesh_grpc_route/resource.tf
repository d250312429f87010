# In the mesh: for all callers of the Service, writes go to a backend of their own.
resource "mesh_grpc_route" "ledger" {
  name      = "ledger"
  namespace = "payments"

  spec = {
    parent_refs = [{ group = "", kind = "Service", name = "ledger", port = 9090 }]

    rules = [
      {
        matches      = [{ method = { service = "payments.v1.Ledger", method = "Append" } }]
        backend_refs = [{ name = "ledger-writer", port = 9090 }]
      },
      {
        backend_refs = [{ name = "ledger-reader", port = 9090 }]
      },
    ]
  }
}
