# What the module does when nothing is said: the mesh's telemetry, and no tenant.

provider "mesh" {
  directory = { path = ".terraform/defaults" }
}

run "nothing_but_telemetry" {
  command = plan

  assert {
    condition     = length(mesh_tenant.this) == 0
    error_message = "There must be no tenant without namespaces."
  }
  assert {
    condition     = keys(output.manifests) == tolist(["telemetry.istio.io/v1/Telemetry/istio-system/mesh-default"])
    error_message = "There must be the one mesh-wide Telemetry object."
  }
  assert {
    condition = jsondecode(values(output.manifests)[0]).spec == {
      accessLogging = [{ providers = [{ name = "envoy" }] }]
      tracing       = [{ randomSamplingPercentage = 1 }]
    }
    error_message = "The default sampling rate of 0.01 must become one percent."
  }
}

run "fractions_become_percent_exactly" {
  command = plan
  variables {
    istio_tracing_sampling_rate = 0.015
    istio_tracing_provider      = "tempo"
  }
  assert {
    condition     = jsondecode(values(output.manifests)[0]).spec.tracing == [{ providers = [{ name = "tempo" }], randomSamplingPercentage = 1.5 }]
    error_message = "0.015 must become 1.5 percent."
  }
}

run "everything_off" {
  command = plan
  variables {
    enable_istio_access_logging      = false
    enable_istio_distributed_tracing = false
  }
  assert {
    condition = jsondecode(values(output.manifests)[0]).spec == {
      accessLogging = [{ disabled = true, providers = [{ name = "envoy" }] }]
      tracing       = [{ disableSpanReporting = true }]
    }
    error_message = "Switched off must be said in the object."
  }
}

run "old_istio" {
  command = plan
  variables {
    istio_version = "1.20.2"
  }
  assert {
    condition     = jsondecode(values(output.manifests)[0]).apiVersion == "telemetry.istio.io/v1alpha1"
    error_message = "Istio before 1.22 serves telemetry.istio.io/v1alpha1 only."
  }
}

run "no_mesh" {
  command = plan
  variables {
    enable_istio_service_mesh    = false
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambient" } }
  }
  assert {
    condition     = length(output.manifests) == 0
    error_message = "Without a mesh there must be no object."
  }
}
