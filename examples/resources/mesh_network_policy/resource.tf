# Nothing in or out ...
resource "mesh_network_policy" "default_deny" {
  name      = "default-deny"
  namespace = "payments"
  spec = {
    pod_selector = {}
    policy_types = ["Ingress", "Egress"]
  }
}

# ... but mesh traffic from the shop (an ambient pod gets it on 15008) and names from DNS.
resource "mesh_network_policy" "payments" {
  name      = "payments"
  namespace = "payments"
  spec = {
    pod_selector = { match_labels = { app = "payments" } }
    policy_types = ["Ingress", "Egress"]
    ingress = [{
      from  = [{ namespace_selector = { match_labels = { "kubernetes.io/metadata.name" = "shop" } } }]
      ports = [{ port = "15008" }]
    }]
    egress = [{
      to = [{
        namespace_selector = { match_labels = { "kubernetes.io/metadata.name" = "kube-system" } }
        pod_selector       = { match_labels = { "k8s-app" = "kube-dns" } }
      }]
      ports = [{ port = "53", protocol = "UDP" }, { port = "53" }]
    }]
  }
}
