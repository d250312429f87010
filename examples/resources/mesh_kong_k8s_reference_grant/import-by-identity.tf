import {
  to = mesh_kong_k8s_reference_grant.shop
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongReferenceGrant"
    namespace   = "kong"
    name        = "shop"
  }
}
