output "yaml" {
  value = provider::mesh::manifest_encode({
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "settings", namespace = "shop" }
    data       = { debug = "off" }
  })
}
