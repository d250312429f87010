# What servers behind Kong are verified against.
resource "mesh_kong_k8s_ca_certificate" "internal" {
  name      = "internal"
  namespace = "shop"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge" }
    }
    type       = "secretRef"
    secret_ref = { name = "internal-ca" }
    tags       = ["internal"]
  }
}
