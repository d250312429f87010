# One object for all of a namespace: Istio takes one only.
resource "mesh_telemetry" "shop" {
  name      = "default"
  namespace = "shop"
  spec = {
    tracing = [{
      providers                  = [{ name = "tempo" }]
      random_sampling_percentage = 5
      custom_tags                = { tenant = { header = { name = "x-tenant", default_value = "none" } } }
    }]
    access_logging = [{
      providers = [{ name = "envoy" }]
      filter    = { expression = "response.code >= 400" }
    }]
    metrics = [{
      overrides = [{
        match         = { metric = "REQUEST_COUNT", mode = "SERVER" }
        tag_overrides = { request_protocol = { operation = "REMOVE" } }
      }]
    }]
  }
}
