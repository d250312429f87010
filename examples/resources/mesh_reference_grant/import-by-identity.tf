import {
  to = mesh_reference_grant.shop_to_payments
  identity = {
    cluster     = "default"
    api_version = "gateway.networking.k8s.io/v1"
    kind        = "ReferenceGrant"
    namespace   = "payments"
    name        = "shop"
  }
}
