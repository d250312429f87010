import {
  to = mesh_tenant.shop
  identity = {
    cluster = "default"
    name    = "shop"
  }
}
