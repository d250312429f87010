# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_wasm_plugin.shop default/extensions.istio.io/v1alpha1/WasmPlugin/shop/coupons
