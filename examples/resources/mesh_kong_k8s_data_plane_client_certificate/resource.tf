# Data planes that show this certificate may join the control plane.
resource "mesh_kong_k8s_data_plane_client_certificate" "edge" {
  name      = "edge"
  namespace = "kong"

  spec = {
    control_plane_ref = {
      type                   = "konnectNamespacedRef"
      konnect_namespaced_ref = { name = "edge" }
    }
    cert = <<-EOT
      -----BEGIN CERTIFICATE-----
      MIIBijCCATGgAwIBAgIUYbPXO9/U+K56dxwHMZHNYN/29wMwCgYIKoZIzj0EAwIw
      GzEZMBcGA1UEAwwQZWRnZS5leGFtcGxlLmNvbTAeFw0yNjExMjcyMzQ0MDVaFw0z
      NjExMjQyMzQ0MDVaMBsxGTAXBgNVBAMMEGVkZ2UuZXhhbXBsZS5jb20wWTATBgcq
      hkjOPQIBBggqhkjOPQMBBwNCAATPUXJLkLqYnK0QPVXJvsVQ1G1nsHDwRGK5IVmx
      H9ZZvgp9Sv5PUq1uAfcdtFRwrVUyv1N0HzMRR3umpfqIHaGMo1MwUTAdBgNVHQ4E
      FgQUV2RekFUmnO67zp2v7IgF2QAY7t0wHwYDVR0jBBgwFoAUV2RekFUmnO67zp2v
      7IgF2QAY7t0wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBBmRZ3
      7f+KGriymR1hk33pBOkF51HWVQQkbENYcUaieQIgTcONF+0ujUYU3vqeOAswiScR
      ew/u7ZKFZ7LFMkD13XY=
      -----END CERTIFICATE-----
    EOT
  }
}
