resource "mesh_kong_k8s_plugin_binding" "rate_limit" {
  name      = "rate-limit-checkout"
  namespace = "shop"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge" }
    }
    plugin_ref = { name = "rate-limit" }

    # Partners' requests to this service, and no others.
    targets = {
      service_ref        = { group = "configuration.konghq.com", kind = "KongService", name = "checkout" }
      consumer_group_ref = { name = "partners" }
    }
  }
}
