terraform {
  required_version = ">= 1.5"
  required_providers {
    mesh = {
      source = "meshgen/mesh"
    }
  }
}

# Objects become files below this folder: point kubectl, Argo CD or Flux at it.
provider "mesh" {
  owner     = "platform"
  directory = { path = var.directory }
  # Fences are rendered for the Istio that the cluster runs. Say which with istio_version, as soon as the tfvars name
  # one that has ambient mode: theirs, 1.20.2, had it as an alpha only, and the plan warns of it.
  mesh = {
    trust_domains = [var.istio_trust_domain]
  }
}

module "onboarding" {
  source = "../../modules/onboarding"

  enable_istio_service_mesh        = var.enable_istio_service_mesh
  istio_version                    = var.istio_version
  istio_mesh_id                    = var.istio_mesh_id
  istio_cluster_network            = var.istio_cluster_network
  istio_trust_domain               = var.istio_trust_domain
  enable_istio_ambient_mode        = var.enable_istio_ambient_mode
  istio_application_namespaces     = var.istio_application_namespaces
  enable_istio_distributed_tracing = var.enable_istio_distributed_tracing
  enable_istio_access_logging      = var.enable_istio_access_logging
  istio_tracing_sampling_rate      = var.istio_tracing_sampling_rate
  tenant_settings                  = var.tenant_settings
}

output "tenants" {
  description = "The tenants that the tfvars make."
  value       = module.onboarding.tenants
}
