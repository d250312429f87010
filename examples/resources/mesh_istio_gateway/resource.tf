resource "mesh_istio_gateway" "public" {
  name      = "public"
  namespace = "istio-ingress"

  spec = {
    selector = { istio = "ingress" }

    servers = [
      # Only VirtualServices of the namespace shop may use the host.
      {
        port  = { number = 443, name = "https", protocol = "HTTPS" }
        hosts = ["shop/shop.example.com"]
        tls = {
          mode                 = "SIMPLE"
          credential_name      = "shop-example-com"
          min_protocol_version = "TLSV1_2"
        }
      },
      {
        port  = { number = 80, name = "http", protocol = "HTTP" }
        hosts = ["shop/shop.example.com"]
        tls   = { https_redirect = true }
      },
    ]
  }
}
