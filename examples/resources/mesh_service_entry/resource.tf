# An API outside the mesh. The applications speak TLS to it themselves.
resource "mesh_service_entry" "card_processor" {
  name      = "card-processor"
  namespace = "payments"

  spec = {
    hosts      = ["api.cards.example.com"]
    location   = "MESH_EXTERNAL"
    resolution = "DNS"
    ports      = [{ number = 443, name = "tls", protocol = "TLS" }]

    # For this namespace alone.
    export_to = ["."]
  }
}
