import {
  to = mesh_resource_quota.shop
  identity = {
    cluster     = "default"
    api_version = "v1"
    kind        = "ResourceQuota"
    namespace   = "shop"
    name        = "compute"
  }
}
