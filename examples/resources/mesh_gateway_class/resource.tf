# A class of our own beside those that Istio brings.
resource "mesh_gateway_class" "public" {
  name = "public"

  spec = {
    controller_name = "istio.io/gateway-controller"
    description     = "Gateways that the internet reaches"
  }
}
