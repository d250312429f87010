# Tokens of this issuer are verified with a public key, which is no secret.
resource "mesh_kong_k8s_credential_jwt" "payments" {
  name      = "payments-jwt"
  namespace = "shop"

  spec = {
    consumer_ref   = { name = "payments" }
    key            = "https://login.payments.example.com"
    algorithm      = "RS256"
    rsa_public_key = <<-EOT
      -----BEGIN PUBLIC KEY-----
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsYL14muEWA8rEMh4U3kO
      Bi0DAoykMrMLHkJpqUo2Tuld0xrk3aQ6OFQxTIP4CRK1lAdDAdNBJpQJlX2Ihmfy
      fjsUSOfKHOgCxEXdkv7mCW5wkx0I9JrfDXkXG6c67SP8u3QjqdNacsnYoxCNtdp0
      1CS27AZP35ci6+isekrRw2vepOwrEc8opsMsnd4cbOeK11w/6ee8LVDwRs20ffY5
      ESePdjDkNsx9SktWnx7CXtMnu/dc3npXpu8w9kv8eDH4n+pOf0oIl7Dw1pGT06PC
      RSygKHrPfWoPnysOwH0ArlbDJVb3vnZnGpAlvEf3AKmt6ZvQQK2fOVxnegfSHZZF
      /wIDAQAB
      -----END PUBLIC KEY-----
    EOT
  }
}
