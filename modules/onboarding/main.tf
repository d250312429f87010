locals {
  # Empty strings mean the same as nothing, as in the layer that this module replaces.
  namespaces = {
    for name, n in var.enable_istio_service_mesh ? var.istio_application_namespaces : {} : name => {
      dataplane_mode = n.dataplane_mode
      client         = n.client == "" ? null : n.client
      tenant         = n.tenant == "" ? null : n.tenant
    }
  }

  # The tenant of each namespace: the pair (client, tenant), or the namespace itself. Labels hold no "/", namespaces neither.
  tenant_of = {
    for name, n in local.namespaces : name =>
    n.tenant == null ? name : "${coalesce(n.client, "-")}/${n.tenant}"
  }

  members = { for name, key in local.tenant_of : key => name... }

  tenants = {
    for key, names in local.members : key => {
      name       = local.tenant_names[key]
      client     = local.namespaces[names[0]].client
      tenant     = local.namespaces[names[0]].tenant
      namespaces = sort(names)
      settings   = try(var.tenant_settings[key], local.no_settings)
    }
  }

  # A name that is different for different pairs: labels that are DNS labels hold no dot, so one dot, two dots and three dots tell the forms apart,
  # and "a-b" with "c" never meets "a" with "b-c". The digest keeps apart what lower case and plain letters would merge.
  dns_label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
  tenant_names = {
    for key, names in local.members : key => (
      !strcontains(key, "/") ? key :
      alltrue([for part in split("/", key) : part == "-" || can(regex(local.dns_label, part))]) ? (
        startswith(key, "-/") ? "${trimprefix(key, "-/")}.no.client" : replace(key, "/", ".")
      ) :
      "${join(".", [for part in split("/", key) : trim(replace(lower(part), "/[^a-z0-9]+/", "-"), "-")])}.x.${substr(sha256(key), 0, 16)}"
    )
  }

  # Every attribute of tenant_settings with nothing set.
  no_settings = {
    allow_from         = []
    allow_from_tenants = []
    allow_plaintext    = null
    allow_to           = []
    allow_to_tenants   = []
    egress             = null
    gateways           = []
    guard              = null
    hostnames          = null
    isolation          = null
    limit_range        = null
    on_destroy         = null
    pod_security       = null
    quota              = null
    rate_limit         = null
    scrapers           = null
    telemetry_backends = null
    topic_prefix       = null
  }

  gateways = var.enable_istio_ingress_gateway ? var.istio_ingress_gateways : []

  # Tags that are valid labels.
  tags = {
    for key, value in var.additional_tags : key => value
    if can(regex("^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$", key)) &&
    can(regex("^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$", value))
  }

  unknown_settings   = sort(setsubtract(keys(var.tenant_settings), keys(local.members)))
  unknown_namespaces = sort(setsubtract(keys(var.namespace_settings), keys(local.namespaces)))
  ambient            = sort([for name, n in local.namespaces : name if n.dataplane_mode == "ambient"])
  istio_minor        = tonumber(split(".", var.istio_version)[1])
}

resource "mesh_tenant" "this" {
  for_each = local.tenants

  cluster = var.cluster
  name    = each.value.name
  client  = each.value.client
  tenant  = each.value.tenant

  namespaces = {
    for name in each.value.namespaces : name => {
      dataplane_mode   = local.namespaces[name].dataplane_mode
      annotations      = try(var.namespace_settings[name].annotations, null)
      labels           = merge(local.tags, try(var.namespace_settings[name].labels, {}))
      opt_out          = try(var.namespace_settings[name].opt_out, null)
      pod_security     = try(var.namespace_settings[name].pod_security, null)
      revision         = try(var.namespace_settings[name].revision, null)
      take_over_labels = try(var.namespace_settings[name].take_over_labels, null)
      waypoint         = try(var.namespace_settings[name].waypoint, null)
    }
  }

  isolation = try(coalesce(each.value.settings.isolation, var.tenant_defaults.isolation), null)
  gateways  = concat(local.gateways, each.value.settings.gateways)
  allow_from = concat(each.value.settings.allow_from, [
    for other in each.value.settings.allow_from_tenants :
    { namespaces = lookup(local.members, other, []), service_accounts = null, ports = null }
  ])
  egress = try(coalesce(each.value.settings.egress, var.tenant_defaults.egress), null)
  allow_to = concat(each.value.settings.allow_to, [
    for other in each.value.settings.allow_to_tenants :
    { namespaces = lookup(local.members, other, []), cidrs = null, ports = null }
  ])

  allow_plaintext    = each.value.settings.allow_plaintext
  guard              = try(coalesce(each.value.settings.guard, var.tenant_defaults.guard), null)
  hostnames          = each.value.settings.hostnames
  limit_range        = each.value.settings.limit_range != null ? each.value.settings.limit_range : var.tenant_defaults.limit_range
  pod_security       = try(coalesce(each.value.settings.pod_security, var.tenant_defaults.pod_security), null)
  quota              = each.value.settings.quota != null ? each.value.settings.quota : var.tenant_defaults.quota
  rate_limit         = each.value.settings.rate_limit
  scrapers           = each.value.settings.scrapers != null ? each.value.settings.scrapers : var.tenant_defaults.scrapers
  telemetry_backends = each.value.settings.telemetry_backends != null ? each.value.settings.telemetry_backends : var.tenant_defaults.telemetry_backends
  topic_prefix       = each.value.settings.topic_prefix

  on_destroy = try(coalesce(each.value.settings.on_destroy, var.on_destroy), null)

  lifecycle {
    precondition {
      condition     = var.enable_istio_ambient_mode || length(setintersection(each.value.namespaces, local.ambient)) == 0
      error_message = "Namespaces ${join(", ", setintersection(each.value.namespaces, local.ambient))} are ambient, but enable_istio_ambient_mode is false: nothing would enforce their fence. Set it to true, or their dataplane_mode to \"sidecar\"."
    }
    precondition {
      condition     = length(setsubtract(concat(each.value.settings.allow_from_tenants, each.value.settings.allow_to_tenants), keys(local.members))) == 0
      error_message = "tenant_settings[\"${each.key}\"] names tenants that do not exist: ${join(", ", setsubtract(concat(each.value.settings.allow_from_tenants, each.value.settings.allow_to_tenants), keys(local.members)))}. There are: ${join(", ", keys(local.members))}."
    }
    precondition {
      condition     = length(local.unknown_settings) == 0
      error_message = "tenant_settings holds tenants that do not exist: ${join(", ", local.unknown_settings)}. There are: ${join(", ", keys(local.members))}."
    }
    precondition {
      condition     = length(local.unknown_namespaces) == 0
      error_message = "namespace_settings holds namespaces that do not exist: ${join(", ", local.unknown_namespaces)}. There are: ${join(", ", keys(local.namespaces))}."
    }
  }
}

# The one Telemetry object without selector: of several, Istio would obey the oldest alone.
resource "mesh_object" "telemetry" {
  count = var.enable_istio_service_mesh ? 1 : 0

  cluster = var.cluster
  manifest = {
    apiVersion = local.istio_minor >= 22 ? "telemetry.istio.io/v1" : "telemetry.istio.io/v1alpha1"
    kind       = "Telemetry"
    metadata = {
      name      = "mesh-default"
      namespace = var.istio_root_namespace
    }
    spec = {
      accessLogging = [{
        providers = [{ name = "envoy" }]
        disabled  = var.enable_istio_access_logging ? null : true
      }]
      tracing = [{
        providers            = var.istio_tracing_provider == null ? null : [{ name = var.istio_tracing_provider }]
        disableSpanReporting = var.enable_istio_distributed_tracing ? null : true
        # The object counts in percent. Formatting first keeps 0.01 * 100 from becoming 1.000000000000000001.
        randomSamplingPercentage = var.enable_istio_distributed_tracing ? tonumber(format("%.10g", var.istio_tracing_sampling_rate * 100)) : null
      }]
    }
  }
}

check "ambient_is_stable" {
  assert {
    condition     = length(local.ambient) == 0 || local.istio_minor >= 24
    error_message = "istio_version is ${var.istio_version}, but ambient mode is stable from Istio 1.24 on only (before 1.22 it was an alpha). Upgrade Istio, or use dataplane_mode \"sidecar\" for: ${join(", ", local.ambient)}."
  }
}
