# Objects of the shop and vaults may name the control plane of this namespace.
resource "mesh_kong_k8s_reference_grant" "shop" {
  name      = "shop"
  namespace = "kong"

  spec = {
    from = [
      { group = "configuration.konghq.com", kind = "KongService", namespace = "shop" },
      { group = "configuration.konghq.com", kind = "KongKeySet", namespace = "shop" },
      { group = "configuration.konghq.com", kind = "KongVault", namespace = "" },
    ]
    to = [{ group = "konnect.konghq.com", kind = "KonnectGatewayControlPlane", name = "edge" }]
  }
}
