# A gateway of Kong's class; Istio has no UDP.
resource "mesh_udp_route" "statsd" {
  name      = "statsd"
  namespace = "shop"

  spec = {
    parent_refs = [{ name = "kong", namespace = "kong", section_name = "statsd" }]
    rules       = [{ backend_refs = [{ name = "statsd", port = 8125 }] }]
  }
}
