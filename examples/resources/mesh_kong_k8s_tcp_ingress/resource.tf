# For Kong Ingress Controller 3.x alone. New configurations use mesh_tcp_route and mesh_tls_route.
resource "mesh_kong_k8s_tcp_ingress" "ledger" {
  name        = "ledger"
  namespace   = "payments"
  annotations = { "kubernetes.io/ingress.class" = "kong" }

  spec = {
    tls = [{ hosts = ["ledger.example.com"], secret_name = "ledger-tls" }]
    rules = [{
      host    = "ledger.example.com"
      port    = 8443
      backend = { service_name = "ledger", service_port = 5432 }
    }]
  }
}
