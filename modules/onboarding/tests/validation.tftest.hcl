# Wrong input is refused with a message that names it.

provider "mesh" {
  directory = { path = ".terraform/validation" }
}

run "unknown_mode" {
  command = plan
  variables {
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambiant" } }
  }
  expect_failures = [var.istio_application_namespaces]
}

run "invalid_namespace" {
  command = plan
  variables {
    istio_application_namespaces = { "../shop" = { dataplane_mode = "ambient" } }
  }
  expect_failures = [var.istio_application_namespaces]
}

run "client_that_is_no_label" {
  command = plan
  variables {
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambient", client = "MTN Ghana" } }
  }
  expect_failures = [var.istio_application_namespaces]
}

run "percent_instead_of_fraction" {
  command = plan
  variables {
    istio_tracing_sampling_rate = 10
  }
  expect_failures = [var.istio_tracing_sampling_rate]
}

run "version_that_is_none" {
  command = plan
  variables {
    istio_version = "latest"
  }
  expect_failures = [var.istio_version]
}

run "ambient_without_ambient_mode" {
  command = plan
  variables {
    enable_istio_ambient_mode    = false
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambient" } }
  }
  expect_failures = [mesh_tenant.this]
}

run "sidecar_without_ambient_mode_is_fine" {
  command = plan
  variables {
    enable_istio_ambient_mode    = false
    istio_application_namespaces = { "shop" = { dataplane_mode = "sidecar" } }
  }
}

run "tenant_that_does_not_exist" {
  command = plan
  variables {
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambient" } }
    tenant_settings              = { "shop" = { allow_from_tenants = ["acme/web"] } }
  }
  expect_failures = [mesh_tenant.this]
}

run "settings_for_nobody" {
  command = plan
  variables {
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambient" } }
    tenant_settings              = { "acme/shop" = { guard = true } }
  }
  expect_failures = [mesh_tenant.this]
}

run "namespace_settings_for_nobody" {
  command = plan
  variables {
    istio_application_namespaces = { "shop" = { dataplane_mode = "ambient" } }
    namespace_settings           = { "shopp" = { opt_out = true } }
  }
  expect_failures = [mesh_tenant.this]
}
