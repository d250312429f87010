"""What the tests against real clusters share."""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2])]
from cluster import Cluster, FaultProxy, faults, rule  # noqa: E402,F401
from workspace import HostTest  # noqa: E402

PROVIDER = 'provider "mesh" {{\n  owner = "{owner}"\n  kubernetes = {{ config_path = "{config}" }}\n}}\n'
TENANT = """
resource "mesh_tenant" "t" {{
  name       = "{name}"
  client     = "acme"
  namespaces = {{ "{name}-web" = {{ dataplane_mode = "{mode}" }} }}
  quota      = {{ "requests.cpu" = "1000m" }}
  on_destroy = "delete"
}}
"""
MAPS = """
resource "mesh_object" "m" {{
  count    = {count}
  manifest = {{ apiVersion = "v1", kind = "ConfigMap", metadata = {{ name = "m-${{count.index}}", namespace = "{namespace}" }}, data = {{ a = "1" }} }}
}}
"""


class LiveTest(HostTest):
    """A test against the cluster that its module started."""

    cluster = None

    def setUp(self):
        super().setUp()
        self.connect(self.cluster.facts()["kubeconfig"])

    def connect(self, kubeconfig, owner="tests"):
        self.write("provider.tf", PROVIDER.format(config=kubeconfig, owner=owner))

    def kubectl(self, *arguments):
        return self.cluster.kubectl(*arguments).stdout

    def object(self, kind, name, namespace):
        return json.loads(self.kubectl("-n", namespace, "get", kind, name, "-o", "json", "--show-managed-fields"))
