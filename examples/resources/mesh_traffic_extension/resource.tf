# Istio 1.30 and newer.
resource "mesh_traffic_extension" "shop" {
  name      = "request-id"
  namespace = "shop"
  spec = {
    target_refs = [{ group = "gateway.networking.k8s.io", kind = "Gateway", name = "waypoint" }]
    phase       = "AUTHN"
    lua = {
      inline_code = <<-EOT
        function envoy_on_response(response)
          response:headers():remove("x-powered-by")
        end
      EOT
    }
  }
}
