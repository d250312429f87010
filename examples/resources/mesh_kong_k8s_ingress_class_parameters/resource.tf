# Kong sends requests to Services and leaves it to the mesh to choose a pod.
resource "mesh_kong_k8s_ingress_class_parameters" "mesh" {
  name      = "mesh"
  namespace = "kong"

  spec = { service_upstream = true }
}
