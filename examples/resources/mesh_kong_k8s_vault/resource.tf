# Plugins and certificates write {vault://shop/<name>} in place of a secret.
resource "mesh_kong_k8s_vault" "shop" {
  name = "shop"

  spec = {
    backend     = "konnect"
    prefix      = "shop"
    description = "Secrets of the shop"

    # A vault has no namespace: both references name one, which allows them by a KongReferenceGrant.
    config_store_ref = { name = "shop", namespace = "kong" }
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge", namespace = "kong" }
    }
  }
}
