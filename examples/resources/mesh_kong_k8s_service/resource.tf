resource "mesh_kong_k8s_service" "checkout" {
  name      = "checkout"
  namespace = "shop"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge" }
    }
    name     = "checkout"
    protocol = "https"
    host     = "checkout.shop.internal"
    port     = 8443

    tls_verify          = true
    ca_certificate_refs = [{ name = "internal" }]

    # Milliseconds. Payments are not tried twice.
    connect_timeout = 2000
    read_timeout    = 15000
    retries         = 0
  }
}
