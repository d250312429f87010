resource "mesh_tcp_route" "orders_db" {
  name      = "orders-db"
  namespace = "shop"

  spec = {
    parent_refs = [{ name = "internal", namespace = "istio-ingress", section_name = "postgres" }]
    rules = [{
      backend_refs = [
        { name = "orders-db", port = 5432, weight = 1 },
        # Ready to take over, without connections until then.
        { name = "orders-db-standby", port = 5432, weight = 0 },
      ]
    }]
  }
}
