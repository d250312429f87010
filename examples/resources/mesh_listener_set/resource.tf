# Payments brings its own domain and certificate to the platform's gateway.
resource "mesh_listener_set" "payments" {
  name      = "payments"
  namespace = "payments"

  spec = {
    parent_ref = { name = "public", namespace = "istio-ingress" }
    listeners = [
      {
        name     = "pay"
        port     = 443
        protocol = "HTTPS"
        hostname = "pay.example.org"
        tls      = { certificate_refs = [{ name = "pay-example-org" }] }
      },
    ]
  }
}
