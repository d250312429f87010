variable "directory" {
  description = "Folder that the tree of objects is written to."
  type        = string
  default     = "out"
}

variable "enable_istio_access_logging" {
  description = "Whether every proxy writes access logs."
  type        = bool
  default     = true
}

variable "enable_istio_ambient_mode" {
  description = "Whether the mesh has ambient mode."
  type        = bool
  default     = true
}

variable "enable_istio_distributed_tracing" {
  description = "Whether proxies report traces."
  type        = bool
  default     = true
}

variable "enable_istio_service_mesh" {
  description = "Whether clients are onboarded at all."
  type        = bool
  default     = true
}

variable "istio_application_namespaces" {
  description = "Namespaces of the mesh by name: mode, client and tenant."
  type = map(object({
    dataplane_mode = string
    client         = optional(string)
    tenant         = optional(string)
  }))
}

variable "istio_cluster_network" {
  description = "Name of the cluster's network in the mesh."
  type        = string
  default     = "af-south-1-network"
}

variable "istio_mesh_id" {
  description = "Identity of the mesh."
  type        = string
  default     = "cptwn-mesh-af-south-1"
}

variable "istio_tracing_sampling_rate" {
  description = "Share of the requests that are traced, from 0 to 1."
  type        = number
  default     = 0.01
}

variable "istio_trust_domain" {
  description = "Trust domain of the mesh."
  type        = string
  default     = "cluster.local"
}

variable "istio_version" {
  description = "Istio version of the cluster."
  type        = string
  default     = "1.27.1"
}

variable "tenant_settings" {
  description = "Further settings of single tenants; see the module."
  type        = any
  default     = {}
}
