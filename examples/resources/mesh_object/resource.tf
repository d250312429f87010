resource "mesh_object" "telemetry" {
  manifest = {
    apiVersion = "telemetry.istio.io/v1"
    kind       = "Telemetry"
    metadata   = { name = "mesh-default", namespace = "istio-system" }
    spec = {
      tracing = [{ randomSamplingPercentage = 1 }]
    }
  }
}

# Text keeps null, {} and [] as they are.
resource "mesh_object" "deny_all" {
  yaml = <<-EOT
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: deny-all
      namespace: shop
    spec:
      podSelector: {}
      policyTypes: [Ingress]
  EOT
}
