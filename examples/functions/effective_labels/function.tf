locals {
  capture = provider::mesh::effective_labels(
    {
      "istio.io/dataplane-mode" = "ambient"
      "istio.io/use-waypoint"   = "waypoint"
      "istio.io/rev"            = "canary"
    },
    { "sidecar.istio.io/inject" = "false", "istio.io/rev" = "stable" },
    { namespace = "shop" },
  )
}

output "data_plane" {
  value = local.capture.data_plane
}

output "waypoint" {
  value = local.capture.waypoint
}

output "ignored" {
  value = [for label in local.capture.ignored : "${label.name}: ${label.reason}"]
}
