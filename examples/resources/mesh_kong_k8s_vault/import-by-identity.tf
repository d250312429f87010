import {
  to = mesh_kong_k8s_vault.shop
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongVault"
    name        = "shop"
  }
}
