# Names, types and defaults are those of the shared-services layer that onboards clients from one tfvars file, so that
# its tfvars work unchanged.

variable "istio_application_namespaces" {
  description = <<-EOT
    Namespaces of the mesh by name: the data-plane mode (`ambient`, `sidecar` or `none`), the client that owns the namespace, and the client's
    name for the tenant. Namespaces of one client and one tenant form a tenant, fenced as one. Without `tenant` a namespace is a tenant of its
    own; without `client` the tenant belongs to no client. Two clients may use the same tenant name.

    ```
    istio_application_namespaces = {
      "mtn-ghana-prod" = { dataplane_mode = "ambient", client = "mtn-ghana", tenant = "mtn-ghana-prod" }
    }
    ```
  EOT
  type = map(object({
    dataplane_mode = string
    client         = optional(string)
    tenant         = optional(string)
  }))
  default  = {}
  nullable = false
  validation {
    condition     = alltrue([for n in values(var.istio_application_namespaces) : contains(["ambient", "sidecar", "none"], n.dataplane_mode)])
    error_message = "The dataplane_mode of every namespace must be \"ambient\", \"sidecar\" or \"none\"."
  }
  validation {
    condition     = alltrue([for name in keys(var.istio_application_namespaces) : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", name))])
    error_message = "The keys are names of namespaces: at most 63 lower-case letters, digits and \"-\", starting and ending with a letter or digit."
  }
  validation {
    condition = alltrue([
      for label in flatten([for n in values(var.istio_application_namespaces) : [n.client, n.tenant]]) :
      label == null || label == "" || can(regex("^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$", label))
    ])
    error_message = "The client and tenant of a namespace become labels: at most 63 letters, digits, \"-\", \"_\" and \".\", starting and ending with a letter or digit."
  }
}

variable "additional_tags" {
  description = "Labels for every namespace. Tags that Kubernetes does not accept as labels (spaces, slashes in values and the like) are left out."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "cluster" {
  description = "Name of the cluster, as the provider's `clusters` names it. The provider's default cluster when left out."
  type        = string
  default     = null
}

variable "enable_istio_access_logging" {
  description = "Whether every proxy writes access logs. Becomes part of the mesh-wide Telemetry object."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_istio_ambient_mode" {
  description = "Whether the mesh has ambient mode. When false, namespaces with dataplane_mode `ambient` are refused: nothing would enforce their fence."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_istio_distributed_tracing" {
  description = "Whether proxies report traces. Becomes part of the mesh-wide Telemetry object."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_istio_ingress_gateway" {
  description = "Whether the mesh has an ingress gateway. When true, every tenant admits the gateways in `istio_ingress_gateways`. Installing the gateway itself is not done by this module yet."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_istio_prometheus_rules" {
  description = "Whether alert rules for the mesh are installed. Accepted so that existing tfvars work; it has no effect yet."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_istio_service_mesh" {
  description = "Whether clients are onboarded at all. When set to false later, namespaces and their fences are kept, as `on_destroy` says."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_istio_service_monitor" {
  description = "Whether metrics of the mesh are collected by a ServiceMonitor. Accepted so that existing tfvars work; it has no effect yet."
  type        = bool
  default     = true
  nullable    = false
}

variable "istio_cluster_network" {
  description = "Name of the cluster's network in the mesh. Accepted so that existing tfvars work; it has no effect until the module installs the control plane."
  type        = string
  default     = "af-south-1-network"
  nullable    = false
}

variable "istio_ingress_gateway_autoscale_enabled" {
  description = "Whether the ingress gateway scales by itself. It has no effect until the module installs the gateway."
  type        = bool
  default     = true
  nullable    = false
}

variable "istio_ingress_gateway_autoscale_max" {
  description = "Largest number of ingress gateway pods. It has no effect until the module installs the gateway."
  type        = number
  default     = 10
  nullable    = false
}

variable "istio_ingress_gateway_autoscale_min" {
  description = "Smallest number of ingress gateway pods. It has no effect until the module installs the gateway."
  type        = number
  default     = 2
  nullable    = false
}

variable "istio_ingress_gateway_replicas" {
  description = "Number of ingress gateway pods without autoscaling. It has no effect until the module installs the gateway."
  type        = number
  default     = 3
  nullable    = false
}

variable "istio_ingress_gateway_resources" {
  description = "Requests and limits of the ingress gateway, as quantities. They have no effect until the module installs the gateway."
  type = object({
    requests = object({ cpu = string, memory = string })
    limits   = object({ cpu = string, memory = string })
  })
  default = {
    requests = { cpu = "200m", memory = "256Mi" }
    limits   = { cpu = "1000m", memory = "1Gi" }
  }
  nullable = false
}

variable "istio_ingress_gateways" {
  description = "Gateways that every tenant admits on every port, by namespace and service account, while `enable_istio_ingress_gateway` is true."
  type = list(object({
    namespace       = string
    service_account = string
    pod_labels      = optional(map(string))
  }))
  default  = [{ namespace = "istio-system", service_account = "istio-ingressgateway" }]
  nullable = false
}

variable "istio_istiod_autoscale_enabled" {
  description = "Whether istiod scales by itself. It has no effect until the module installs the control plane."
  type        = bool
  default     = true
  nullable    = false
}

variable "istio_istiod_autoscale_max" {
  description = "Largest number of istiod pods. It has no effect until the module installs the control plane."
  type        = number
  default     = 5
  nullable    = false
}

variable "istio_istiod_autoscale_min" {
  description = "Smallest number of istiod pods. It has no effect until the module installs the control plane."
  type        = number
  default     = 2
  nullable    = false
}

variable "istio_istiod_resources" {
  description = "Requests and limits of istiod, as quantities. They have no effect until the module installs the control plane."
  type = object({
    requests = object({ cpu = string, memory = string })
    limits   = object({ cpu = string, memory = string })
  })
  default = {
    requests = { cpu = "500m", memory = "2Gi" }
    limits   = { cpu = "1000m", memory = "4Gi" }
  }
  nullable = false
}

variable "istio_mesh_id" {
  description = "Identity of the mesh. Accepted so that existing tfvars work; it has no effect until the module installs the control plane."
  type        = string
  default     = "cptwn-mesh-af-south-1"
  nullable    = false
}

variable "istio_root_namespace" {
  description = "Namespace whose Telemetry object holds for the whole mesh (meshConfig.rootNamespace)."
  type        = string
  default     = "istio-system"
  nullable    = false
}

variable "istio_tracing_provider" {
  description = "Name of the tracing provider in meshConfig.extensionProviders. The mesh's default provider when left out; without either no trace is reported."
  type        = string
  default     = null
}

variable "istio_tracing_sampling_rate" {
  description = "Share of the requests that are traced, as a fraction from 0 to 1: 0.01 is one percent."
  type        = number
  default     = 0.01
  nullable    = false
  validation {
    condition     = var.istio_tracing_sampling_rate >= 0 && var.istio_tracing_sampling_rate <= 1
    error_message = "The sampling rate is a fraction from 0 to 1: write 0.01 for one percent and 1 for all requests."
  }
}

variable "istio_trust_domain" {
  description = "Trust domain of the mesh. The provider's `mesh.trust_domains` is what fences are rendered with: set it to the same value. Otherwise it has no effect until the module installs the control plane."
  type        = string
  default     = "cluster.local"
  nullable    = false
}

variable "istio_version" {
  description = "Istio version as major.minor or with a patch. Decides the version of the Telemetry object; the provider's `mesh.istio_version` decides those of all others. Installing that version is not done by this module yet."
  type        = string
  default     = "1.27.1"
  nullable    = false
  validation {
    condition     = can(regex("^1\\.[0-9]+(\\.[0-9]+)?([-.].*)?$", var.istio_version))
    error_message = "The Istio version must read like \"1.31\" or \"1.27.1\"."
  }
}

variable "namespace_settings" {
  description = "Further settings of single namespaces, by name; the attributes are those of `namespaces` in mesh_tenant."
  type = map(object({
    annotations      = optional(map(string))
    labels           = optional(map(string), {})
    opt_out          = optional(bool)
    pod_security     = optional(string)
    revision         = optional(string)
    take_over_labels = optional(bool)
    waypoint = optional(object({
      name      = optional(string)
      namespace = optional(string)
      for       = optional(string)
      ingress   = optional(bool)
    }))
  }))
  default  = {}
  nullable = false
}

variable "on_destroy" {
  description = "What happens to the objects of a client that leaves: `keep` leaves namespaces and fences as they are, `delete` removes them. Kept when left out. Apply a change of it before you remove the client."
  type        = string
  default     = null
}

variable "tenant_defaults" {
  description = "Settings of every tenant that `tenant_settings` does not set; the attributes are those of mesh_tenant."
  type = object({
    egress             = optional(string)
    guard              = optional(bool)
    isolation          = optional(string)
    limit_range        = optional(object({ default = optional(map(string)), default_request = optional(map(string)), min = optional(map(string)), max = optional(map(string)), max_limit_request_ratio = optional(map(string)) }))
    pod_security       = optional(string)
    quota              = optional(map(string))
    scrapers           = optional(list(object({ namespace = string, service_account = optional(string), ports = optional(list(number)), mesh = optional(bool) })))
    telemetry_backends = optional(list(object({ namespaces = optional(list(string)), cidrs = optional(list(string)), ports = optional(list(number)) })))
  })
  default  = {}
  nullable = false
}

variable "tenant_settings" {
  description = <<-EOT
    Further settings of single tenants. The key is `<client>/<tenant>`, `-/<tenant>` for a tenant without client, and the namespace's name for
    a namespace without tenant. `allow_from_tenants` and `allow_to_tenants` name other tenants by the same keys; they are resolved here to
    namespaces. The other attributes are those of mesh_tenant.

    ```
    tenant_settings = {
      "mtn-ghana/mtn-ghana-prod" = { allow_from_tenants = ["cptwn/platform"], quota = { "requests.cpu" = "20" } }
    }
    ```
  EOT
  type = map(object({
    allow_from         = optional(list(object({ namespaces = optional(list(string)), service_accounts = optional(list(string)), ports = optional(list(object({ port = number, service_port = optional(number) }))) })), [])
    allow_from_tenants = optional(list(string), [])
    allow_plaintext    = optional(list(object({ namespaces = optional(list(string)), cidrs = optional(list(string)), to_namespaces = optional(list(string)), selector = optional(map(string)), ports = list(number), reason = string })))
    allow_to           = optional(list(object({ namespaces = optional(list(string)), cidrs = optional(list(string)), ports = optional(list(number)) })), [])
    allow_to_tenants   = optional(list(string), [])
    egress             = optional(string)
    gateways           = optional(list(object({ namespace = string, service_account = string, pod_labels = optional(map(string)) })), [])
    guard              = optional(bool)
    hostnames          = optional(list(string))
    isolation          = optional(string)
    limit_range        = optional(object({ default = optional(map(string)), default_request = optional(map(string)), min = optional(map(string)), max = optional(map(string)), max_limit_request_ratio = optional(map(string)) }))
    on_destroy         = optional(string)
    pod_security       = optional(string)
    quota              = optional(map(string))
    rate_limit         = optional(object({ requests = number, interval = optional(string), burst = optional(number), namespaces = optional(list(string)), alpha = optional(bool) }))
    scrapers           = optional(list(object({ namespace = string, service_account = optional(string), ports = optional(list(number)), mesh = optional(bool) })))
    telemetry_backends = optional(list(object({ namespaces = optional(list(string)), cidrs = optional(list(string)), ports = optional(list(number)) })))
    topic_prefix       = optional(string)
  }))
  default  = {}
  nullable = false
}
