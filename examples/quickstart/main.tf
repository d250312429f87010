terraform {
  required_providers {
    mesh = {
      source = "meshgen/mesh"
    }
  }
}

# With nothing configured, objects become files below ./out.
provider "mesh" {}

# A client with two namespaces: its own people and the gateway may call in, nobody else.
resource "mesh_tenant" "shop" {
  name   = "shop"
  client = "acme"
  namespaces = {
    "shop-web" = { dataplane_mode = "ambient" }
    "shop-db"  = { dataplane_mode = "ambient" }
  }
  gateways = [{ namespace = "ingress", service_account = "public" }]
  quota    = { "requests.cpu" = "8", "requests.memory" = "16Gi" }
}

# How requests reach it.
resource "mesh_gateway_route" "shop" {
  name      = "shop"
  namespace = "shop-web"
  gateway   = { name = "public", namespace = "ingress" }
  hostnames = ["shop.example.com"]
  rules = [
    {
      path_prefix = "/api"
      timeout     = "10s"
      backends    = [{ service = "api", port = 8080 }]
    },
    {
      backends = [{ service = "web", port = 8080 }]
    },
  ]
}
