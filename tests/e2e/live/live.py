"""What the tests against real clusters share."""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2])]
from cluster import Cluster, FaultProxy, faults, rule, wait_until  # noqa: E402,F401
from workspace import SOURCE, HostTest  # noqa: E402,F401

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

    def planned(self):
        """What a plan says, and what it would do: the changes by address, without those that change nothing."""
        outcome = self.plan("-out=saved")
        self.assertIn(outcome.code, (0, 2), outcome.raw)
        shown = subprocess.run([self.host, "show", "-json", "saved"], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, check=True)
        changes = {each["address"]: each["change"] for each in json.loads(shown.stdout).get("resource_changes", [])}
        return outcome, {address: change for address, change in changes.items() if change["actions"] not in (["no-op"], ["read"])}
