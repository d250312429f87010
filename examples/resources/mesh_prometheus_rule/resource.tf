resource "mesh_prometheus_rule" "shop" {
  name      = "errors"
  namespace = "shop"
  labels    = { release = "prometheus" }
  spec = {
    groups = [{
      name     = "shop-errors"
      interval = "1m"
      rules = [
        {
          record = "shop:error_ratio:rate5m"
          expr   = <<-EOT
            sum(rate(istio_requests_total{destination_service_namespace="shop",response_code=~"5.."}[5m]))
              / sum(rate(istio_requests_total{destination_service_namespace="shop"}[5m]))
          EOT
        },
        {
          # `for` must not be the first key between braces: HCL would read a loop.
          alert       = "ShopErrors"
          expr        = "shop:error_ratio:rate5m > 0.05"
          for         = "10m"
          labels      = { severity = "page" }
          annotations = { summary = "More than 5 % of the shop's requests fail" }
        },
      ]
    }]
  }
}
