resource "mesh_wasm_plugin" "shop" {
  name      = "coupons"
  namespace = "shop"
  spec = {
    selector          = { match_labels = { app = "checkout" } }
    url               = "oci://registry.example.com/shop/coupons:1.4.0"
    sha256            = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    image_pull_secret = "registry"
    phase             = "AUTHZ"
    fail_strategy     = "FAIL_OPEN"
    match             = [{ mode = "SERVER", ports = [{ number = 8080 }] }]
    plugin_config     = jsonencode({ header = "x-coupon", percent = 10, countries = ["de", "fr"] })
    vm_config         = { env = [{ name = "REGION", value_from = "HOST" }] }
  }
}
