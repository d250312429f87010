import {
  to = mesh_wasm_plugin.shop
  identity = {
    cluster     = "default"
    api_version = "extensions.istio.io/v1alpha1"
    kind        = "WasmPlugin"
    namespace   = "shop"
    name        = "coupons"
  }
}
