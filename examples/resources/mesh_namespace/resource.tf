resource "mesh_namespace" "monitoring" {
  name           = "monitoring"
  dataplane_mode = "ambient"
  labels         = { team = "observability" }
}

# Requests to its Services go through a waypoint of its own, those from the ingress gateway too.
resource "mesh_namespace" "shop" {
  name           = "shop"
  dataplane_mode = "ambient"
  client         = "acme"
  tenant         = "shop"
  waypoint       = { name = "waypoint", for = "service", ingress = true }
}
