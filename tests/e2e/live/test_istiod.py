"""With the real istiod as the judge: its webhook for what is written, its Gateway controller for what is waited for."""

from .live import Cluster, LiveTest

CLUSTER = None
TENANTS = """
resource "mesh_tenant" "t" {{
  for_each   = toset(["ambient", "sidecar"])
  name       = "{name}-${{each.key}}"
  client     = "acme"
  isolation  = "tenant"
  egress     = "restricted"
  namespaces = {{
    "{name}-${{each.key}}" = {{ dataplane_mode = each.key, waypoint = each.key == "ambient" ? {{ name = "wp", ingress = true }} : null }}
  }}
  gateways   = [{{ namespace = "edge", service_account = "edge-gateway" }}]
  allow_from = [{{ service_accounts = ["partner/admin"], ports = [{{ port = 9090 }}] }}]
  allow_to   = [{{ namespaces = ["shared"], ports = [443] }}]
  scrapers   = [{{ namespace = "monitoring", service_account = "prometheus", ports = [9100] }}]
  rate_limit = each.key == "sidecar" ? {{ requests = 100, per = "second" }} : null
  quota      = {{ pods = "20" }}
  guard      = each.key == "ambient"
}}
resource "mesh_gateway_route" "r" {{
  for_each  = toset(["gateway_api", "istio"])
  name      = "web-${{replace(each.key, "_", "-")}}"
  namespace = "{name}-ambient"
  engine    = each.key
  gateway   = {{ name = "public", namespace = "edge" }}
  hostnames = ["${{replace(each.key, "_", "-")}}.example.com"]
  rules = [
    {{ path_exact = "/login", methods = ["GET"], timeout = "3s", backends = [{{ service = "login", port = 80 }}] }},
    {{ path_prefix = "/old", redirect = {{ scheme = "https", host = "new.example.com", code = 301 }} }},
  ]
  depends_on = [mesh_tenant.t]
}}
"""
DOOR = """
resource "mesh_object" "door" {{
  manifest = {{
    apiVersion = "gateway.networking.k8s.io/v1", kind = "Gateway", metadata = {{ name = "door", namespace = "{namespace}" }}
    spec = {{ gatewayClassName = "istio", listeners = [{{ name = "http", port = 80, protocol = "HTTP" }}] }}
  }}
  wait = {{ conditions = {{ Accepted = "True" }}, timeout = "5m" }}
}}
"""
FOR_ALL = """
resource "mesh_object" "v" {{
  manifest = {{
    apiVersion = "networking.istio.io/v1", kind = "VirtualService", metadata = {{ name = "v", namespace = "{namespace}" }}
    spec = {{ hosts = ["*"], http = [{{ route = [{{ destination = {{ host = "reviews" }} }}] }}] }}
  }}
}}
"""
REFUSAL = "wildcard host * is not allowed for virtual services bound to the mesh gateway"


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster(istiod=True).start()


def tearDownModule():
    CLUSTER.stop()


class Istio(LiveTest):
    def test_istio_accepts_all_that_tenants_and_routes_render(self):
        self.main(TENANTS.format(name=CLUSTER.namespace("judged")))
        self.applied()
        self.assert_clean()

    def test_an_apply_waits_for_the_gateway_controller(self):
        space = CLUSTER.namespace("door")
        self.main(DOOR.format(namespace=space))
        self.applied()
        conditions = self.object("gateways.gateway.networking.k8s.io", "door", space)["status"]["conditions"]
        self.assertIn(("Accepted", "True", 1), [(c["type"], c["status"], c["observedGeneration"]) for c in conditions])
        self.assert_clean()

    def test_what_istio_refuses_is_told_in_its_words(self):
        space = CLUSTER.namespace("refused")
        self.main(FOR_ALL.format(namespace=space))
        self.assertEqual(self.plan().code, 2)
        self.assert_refused(self.apply(), "validation.istio.io", REFUSAL)
        self.assertEqual(self.addresses(), [])
        # With a dry run the plan says it.
        provider = self.folder / "provider.tf"
        provider.write_text(provider.read_text().replace("config_path", "dry_run = true, config_path"))
        self.assert_refused(self.plan(), "validation.istio.io", REFUSAL)
