resource "mesh_tenant" "shop" {
  name   = "shop"
  client = "acme"

  namespaces = {
    "shop-web" = { dataplane_mode = "ambient", waypoint = { name = "waypoint", ingress = true } }
    "shop-db"  = { dataplane_mode = "ambient" }
  }

  # Its own namespaces call each other; besides them only these.
  gateways = [{ namespace = "ingress", service_account = "public" }]
  allow_from = [
    { service_accounts = ["billing/invoices"], ports = [{ port = 8080 }] },
  ]
  scrapers = [
    { namespace = "monitoring", service_account = "prometheus", ports = [9090] },
  ]

  # Out to nowhere but a payment provider.
  egress   = "restricted"
  allow_to = [{ cidrs = ["203.0.113.0/24"], ports = [443] }]

  quota     = { "requests.cpu" = "8", "requests.memory" = "16Gi" }
  hostnames = ["shop.example.com"]
}
