# The broker ends TLS itself; the listener has the mode Passthrough.
resource "mesh_tls_route" "broker" {
  name      = "broker"
  namespace = "payments"

  spec = {
    parent_refs = [{ name = "public", namespace = "istio-ingress", section_name = "brokers" }]
    hostnames   = ["broker.payments.example.com"]
    rules       = [{ backend_refs = [{ name = "broker", port = 9093 }] }]
  }
}
