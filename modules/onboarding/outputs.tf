output "ambient_namespaces" {
  description = "Names of the namespaces in ambient mode."
  value       = local.ambient
}

output "manifests" {
  description = "Every object, as canonical JSON by `<apiVersion>/<kind>/<namespace>/<name>`."
  value       = merge([for r in concat(values(mesh_tenant.this), mesh_object.telemetry) : r.manifests]...)
}

output "sidecar_namespaces" {
  description = "Names of the namespaces in sidecar mode."
  value       = sort([for name, n in local.namespaces : name if n.dataplane_mode == "sidecar"])
}

output "tenants" {
  description = "The tenants by key, as `tenant_settings` takes it: name, client, tenant and namespaces."
  value = {
    for key, t in local.tenants : key => {
      name       = t.name
      client     = t.client
      tenant     = t.tenant
      namespaces = t.namespaces
    }
  }
}
