resource "mesh_kong_k8s_key_set" "tokens" {
  name      = "tokens"
  namespace = "shop"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge", namespace = "kong" }
    }
    name = "tokens"
    tags = ["team:checkout"]
  }
}
