# Pairs, names and everything that can be set, applied to a tree of files and taken away again.

provider "mesh" {
  directory = { path = ".terraform/complete" }
}

variables {
  on_destroy = "delete"
}

run "pairs_stay_apart" {
  command = plan
  variables {
    istio_application_namespaces = {
      "x-prod"  = { dataplane_mode = "ambient", client = "x", tenant = "prod" }
      "x-prod2" = { dataplane_mode = "sidecar", client = "x", tenant = "prod" }
      "y-prod"  = { dataplane_mode = "ambient", client = "y", tenant = "prod" }
      "n-prod"  = { dataplane_mode = "ambient", tenant = "prod" }
      "ab-c"    = { dataplane_mode = "ambient", client = "a-b", tenant = "c" }
      "a-bc"    = { dataplane_mode = "ambient", client = "a", tenant = "b-c" }
      "prod"    = { dataplane_mode = "ambient", client = "x" }
      "alone"   = { dataplane_mode = "ambient", client = "", tenant = "" }
      "upper"   = { dataplane_mode = "ambient", client = "X", tenant = "Prod" }
      "dotted"  = { dataplane_mode = "ambient", client = "x.prod", tenant = "c" }
    }
  }
  assert {
    condition     = output.tenants["x/prod"].namespaces == tolist(["x-prod", "x-prod2"])
    error_message = "Namespaces of one client and one tenant must form one tenant."
  }
  assert {
    condition     = output.tenants["y/prod"].namespaces == tolist(["y-prod"]) && output.tenants["-/prod"].namespaces == tolist(["n-prod"])
    error_message = "A tenant of the same name of another client, or of none, must stay apart."
  }
  assert {
    condition     = output.tenants["prod"].client == "x" && output.tenants["prod"].tenant == null
    error_message = "A namespace without tenant must be a tenant of its own."
  }
  assert {
    condition     = output.tenants["alone"].client == null
    error_message = "Empty strings must mean the same as nothing."
  }
  assert {
    condition     = length(distinct([for t in output.tenants : t.name])) == 9
    error_message = "No two tenants may have one name."
  }
  assert {
    condition     = output.tenants["a-b/c"].name == "a-b.c" && output.tenants["a/b-c"].name == "a.b-c"
    error_message = "Names must follow from the pair alone."
  }
}

run "everything" {
  variables {
    additional_tags        = { Owner = "platform", "Cost Center" = "4 2" }
    istio_ingress_gateways = [{ namespace = "edge", service_account = "public", pod_labels = { app = "edge" } }]
    istio_application_namespaces = {
      "shop-web" = { dataplane_mode = "ambient", client = "acme", tenant = "shop" }
      "shop-db"  = { dataplane_mode = "ambient", client = "acme", tenant = "shop" }
      "billing"  = { dataplane_mode = "sidecar", client = "acme", tenant = "billing" }
    }
    namespace_settings = {
      "shop-web" = { labels = { team = "web" }, waypoint = { name = "waypoint", ingress = true } }
    }
    tenant_defaults = {
      egress = "restricted"
      quota  = { "requests.cpu" = "8" }
    }
    tenant_settings = {
      "acme/shop" = {
        allow_from_tenants = ["acme/billing"]
        allow_to           = [{ cidrs = ["203.0.113.0/24"], ports = [443] }]
        hostnames          = ["shop.example.com"]
        quota              = { "requests.cpu" = "16" }
      }
      "acme/billing" = {
        allow_from_tenants = ["acme/shop"]
        allow_to_tenants   = ["acme/shop"]
        egress             = "open"
        topic_prefix       = "billing."
      }
    }
  }
  assert {
    condition     = jsondecode(output.manifests["v1/Namespace//shop-web"]).metadata.labels["Owner"] == "platform" && jsondecode(output.manifests["v1/Namespace//shop-web"]).metadata.labels["team"] == "web"
    error_message = "Tags and labels must reach the namespace."
  }
  assert {
    condition     = !contains(keys(jsondecode(output.manifests["v1/Namespace//shop-web"]).metadata.labels), "Cost Center")
    error_message = "A tag that is no label must be left out."
  }
  assert {
    condition     = strcontains(join("\n", [for key, text in output.manifests : text if strcontains(key, "AuthorizationPolicy/shop-web")]), "billing")
    error_message = "A granted tenant must be in the fence by its namespaces."
  }
  assert {
    condition     = strcontains(join("\n", [for key, text in output.manifests : text if strcontains(key, "AuthorizationPolicy/billing")]), "edge")
    error_message = "The ingress gateway must be in every fence."
  }
  assert {
    condition     = length([for key, text in output.manifests : key if strcontains(key, "ResourceQuota/shop") && strcontains(text, "\"16\"")]) == 2 && length([for key, text in output.manifests : key if strcontains(key, "ResourceQuota/billing") && strcontains(text, "\"8\"")]) == 1
    error_message = "A tenant's own settings must win over the defaults."
  }
}
