# The sidecars of the shop know their own namespace and one service of another.
resource "mesh_sidecar" "shop" {
  name      = "default"
  namespace = "shop"

  spec = {
    egress = [
      { hosts = ["./*", "payments/api.payments.svc.cluster.local", "istio-system/*"] },
    ]
    outbound_traffic_policy = { mode = "REGISTRY_ONLY" }
  }
}
