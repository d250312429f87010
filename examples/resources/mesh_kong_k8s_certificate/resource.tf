# The key stays in the Secret, which cert-manager renews.
resource "mesh_kong_k8s_certificate" "shop" {
  name      = "shop"
  namespace = "shop"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge" }
    }
    type       = "secretRef"
    secret_ref = { name = "shop-tls" }
  }
}
