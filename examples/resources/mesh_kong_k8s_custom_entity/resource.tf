# Answers GET /cart with a query, where the plugin degraphql is in use.
resource "mesh_kong_k8s_custom_entity" "cart" {
  name      = "cart-query"
  namespace = "shop"

  spec = {
    controller_name = "kong"
    type            = "degraphql_routes"
    parent_ref      = { group = "configuration.konghq.com", kind = "KongPlugin", name = "degraphql" }
    fields = jsonencode({
      uri   = "/cart"
      query = "query { cart { items { id price } } }"
    })
  }
}
