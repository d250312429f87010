# Routes of the shop may send requests to one Service of payments, and to no other.
resource "mesh_reference_grant" "shop_to_payments" {
  name      = "shop"
  namespace = "payments"

  spec = {
    from = [{ group = "gateway.networking.k8s.io", kind = "HTTPRoute", namespace = "shop" }]
    to   = [{ group = "", kind = "Service", name = "checkout" }]
  }
}
