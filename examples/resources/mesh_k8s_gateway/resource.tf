resource "mesh_k8s_gateway" "public" {
  name      = "public"
  namespace = "istio-ingress"

  spec = {
    gateway_class_name = "istio"
    infrastructure     = { labels = { team = "platform" } }

    listeners = [
      # Only for redirects to HTTPS, which live beside the gateway.
      {
        name     = "http"
        port     = 80
        protocol = "HTTP"
      },
      {
        name     = "https"
        port     = 443
        protocol = "HTTPS"
        hostname = "*.example.com"
        tls      = { certificate_refs = [{ name = "wildcard-example-com" }] }
        allowed_routes = {
          namespaces = {
            from     = "Selector"
            selector = { match_labels = { "example.com/public" = "true" } }
          }
        }
      },
    ]

    # Tenants with such a namespace may bring their own host names.
    allowed_listeners = {
      namespaces = {
        from     = "Selector"
        selector = { match_labels = { "example.com/own-domain" = "true" } }
      }
    }
  }
}
