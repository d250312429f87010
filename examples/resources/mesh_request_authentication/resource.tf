resource "mesh_request_authentication" "shop" {
  name      = "customers"
  namespace = "shop"
  spec = {
    selector = { match_labels = { app = "api" } }
    jwt_rules = [{
      issuer    = "https://login.example.com"
      jwks_uri  = "https://login.example.com/keys"
      audiences = ["shop"]
      output_claim_to_headers = [
        { claim = "sub", header = "x-customer" },
      ]
    }]
  }
}
