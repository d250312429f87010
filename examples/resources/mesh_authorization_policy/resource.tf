# Only the shop's frontend may call, and only what it needs.
resource "mesh_authorization_policy" "payments" {
  name      = "payments"
  namespace = "payments"
  spec = {
    selector = { match_labels = { app = "payments" } }
    action   = "ALLOW"
    rules = [{
      from = [{ source = { service_accounts = ["shop/web"] } }]
      to   = [{ operation = { methods = ["POST"], paths = ["/v1/payments", "/v1/payments/*"] } }]
    }]
  }
}

# Requests without a valid token are refused at the waypoint.
resource "mesh_authorization_policy" "token" {
  name      = "token"
  namespace = "payments"
  spec = {
    target_refs = [{ group = "gateway.networking.k8s.io", kind = "Gateway", name = "waypoint" }]
    action      = "DENY"
    rules = [{
      from = [{ source = { not_request_principals = ["*"] } }]
      to   = [{ operation = { ports = ["8080"] } }]
    }]
  }
}
