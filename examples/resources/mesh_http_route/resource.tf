resource "mesh_http_route" "shop" {
  name      = "shop"
  namespace = "shop"

  spec = {
    parent_refs = [{ name = "public", namespace = "istio-ingress", section_name = "https" }]
    hostnames   = ["shop.example.com"]

    rules = [
      # A tenth of the requests goes to the next version, and testers always do.
      {
        matches = [{ path = { value = "/api" } }]
        backend_refs = [
          { name = "api", port = 8080, weight = 90 },
          { name = "api-next", port = 8080, weight = 10 },
        ]
        timeouts = { request = "10s", backend_request = "3s" }
      },
      {
        matches = [{
          path    = { value = "/api" }
          headers = [{ name = "x-tester", value = "yes" }]
        }]
        backend_refs = [{ name = "api-next", port = 8080 }]
      },
      # Old addresses live on.
      {
        matches = [{ path = { value = "/v0" } }]
        filters = [{
          type = "RequestRedirect"
          request_redirect = {
            path        = { type = "ReplacePrefixMatch", replace_prefix_match = "/api" }
            status_code = 301
          }
        }]
      },
      # Everything else.
      {
        backend_refs = [{ name = "web", port = 8080 }]
      },
    ]
  }
}
