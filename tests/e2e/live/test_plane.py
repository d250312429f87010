"""The life of objects in a real cluster, run by a real host and looked at with kubectl."""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2])]
from cluster import Cluster, rule  # noqa: E402
from workspace import HostTest  # noqa: E402

CLUSTER = None


def setUpModule():
    global CLUSTER
    CLUSTER = Cluster(crds=["istio"], controllers=True).start()


def tearDownModule():
    CLUSTER.stop()


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
    def setUp(self):
        super().setUp()
        self.connect(CLUSTER.facts()["kubeconfig"])

    def connect(self, kubeconfig, owner="tests"):
        self.write("provider.tf", PROVIDER.format(config=kubeconfig, owner=owner))

    def kubectl(self, *arguments):
        return CLUSTER.kubectl(*arguments).stdout

    def object(self, kind, name, namespace):
        return json.loads(self.kubectl("-n", namespace, "get", kind, name, "-o", "json", "--show-managed-fields"))


class Life(LiveTest):
    def test_a_tenant_comes_drifts_changes_and_goes(self):
        name = CLUSTER.namespace("life")
        space = f"{name}-web"
        self.main(TENANT.format(name=name, mode="ambient"))
        self.applied()
        self.assert_clean()
        fence = self.object("authorizationpolicy", "mesh-tenant-fence", space)
        self.assertEqual(fence["spec"]["action"], "DENY")
        self.assertEqual(fence["metadata"]["annotations"]["meshgen.io/resource"], f"mesh_tenant/default/{name}")
        # The server writes the quantity its own way: no difference.
        self.assertEqual(self.object("resourcequota", "mesh-tenant-quota", space)["spec"]["hard"], {"requests.cpu": "1"})

        self.kubectl("-n", space, "patch", "peerauthentication", "mesh-tenant-strict", "--type=merge", "-p", '{"spec":{"mtls":{"mode":"PERMISSIVE"}}}')
        seen = self.plan()
        self.assertEqual(seen.code, 2, seen.raw)
        self.assert_says(seen, "PERMISSIVE", "STRICT", "0 to add, 1 to change, 0 to destroy")
        self.applied()
        self.assertEqual(self.object("peerauthentication", "mesh-tenant-strict", space)["spec"]["mtls"]["mode"], "STRICT")
        self.assert_clean()

        self.main(TENANT.format(name=name, mode="sidecar"))
        self.applied()
        labels = self.object("namespace", space, "")["metadata"]["labels"]
        self.assertEqual(labels.get("istio-injection"), "enabled")
        self.assertNotIn("istio.io/dataplane-mode", labels)
        self.assert_clean()

        self.assertEqual(self.run_host("destroy", "-auto-approve", "-no-color").code, 0)
        self.kubectl("wait", "--for=delete", f"namespace/{space}", "--timeout=60s")

    def test_the_fence_is_closed(self):
        name = CLUSTER.namespace("closed")
        space = f"{name}-web"
        self.main(TENANT.format(name=name, mode="ambient"))
        self.applied()
        self.kubectl("-n", space, "patch", "authorizationpolicy", "mesh-tenant-fence", "--type=merge", "-p", '{"spec":{"selector":{"matchLabels":{"a":"b"}}}}')
        self.kubectl("-n", space, "annotate", "--overwrite", "authorizationpolicy", "mesh-tenant-fence", "istio.io/dry-run=true")
        seen = self.plan()
        self.assertEqual(seen.code, 2, seen.raw)
        self.assert_says(seen, "matchLabels", "istio.io/dry-run")
        self.applied()
        fence = self.object("authorizationpolicy", "mesh-tenant-fence", space)
        self.assertNotIn("selector", fence["spec"])
        self.assertEqual(fence["metadata"]["annotations"]["istio.io/dry-run"], "false")
        self.assert_clean()

    def test_what_others_add_stays_and_is_no_difference(self):
        space = CLUSTER.namespace("shared")
        self.main(MAPS.format(count=1, namespace=space))
        self.applied()
        self.kubectl("-n", space, "patch", "configmap", "m-0", "--type=merge", "-p", '{"data":{"theirs":"x"},"metadata":{"labels":{"theirs":"x"}}}')
        self.assert_clean()
        self.main(MAPS.format(count=1, namespace=space).replace('a = "1"', 'a = "2"'))
        self.applied()
        self.assertEqual(self.object("configmap", "m-0", space)["data"], {"a": "2", "theirs": "x"})

    def test_a_field_of_another_applier_is_a_conflict_that_names_it(self):
        space = CLUSTER.namespace("conflict")
        self.main(MAPS.format(count=1, namespace=space))
        self.applied()
        theirs = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m-0", "namespace": space}, "data": {"a": "3"}}
        CLUSTER.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=flux", "-f", "-", text=json.dumps(theirs))
        self.assert_refused(self.apply(), "flux", "data.a", "ignore_fields")
        self.assertEqual(self.object("configmap", "m-0", space)["data"], {"a": "3"})

    def test_an_object_that_exists_is_adopted_and_not_deleted(self):
        space = CLUSTER.namespace("adopt")
        self.kubectl("-n", space, "create", "configmap", "m-0", "--from-literal=theirs=x")
        self.main(MAPS.format(count=1, namespace=space))
        self.assert_says(self.applied(), "exists and is adopted")
        self.assert_clean()
        self.main("")
        self.assert_says(self.applied(), "stays: it was not created here")
        left = self.object("configmap", "m-0", space)
        self.assertEqual(left["data"], {"a": "1", "theirs": "x"})
        self.assertNotIn("meshgen.io/resource", left["metadata"].get("annotations", {}))
        self.assertFalse([m for m in left["metadata"].get("managedFields", []) if m["manager"].startswith("mesh")])


class Economy(LiveTest):
    def test_one_list_serves_all_resources_of_a_kind_and_namespace(self):
        space = CLUSTER.namespace("lists")
        self.main(MAPS.format(count=40, namespace=space))
        self.applied()
        user = CLUSTER.certificate_user(f"reader-{space}")
        CLUSTER.grant(user, [rule(["get", "list"], ["configmaps"])], space)
        self.connect(CLUSTER.kubeconfig_for(user))
        mark = CLUSTER.audit.mark()
        self.assert_clean()
        # The group version is asked what it serves, and then there is one list.
        self.assertEqual(CLUSTER.audit.count(since=mark, user=user.name), {("get", ""): 1, ("list", "configmaps"): 1})

    def test_rights_for_one_namespace_are_enough(self):
        space = CLUSTER.namespace("rights")
        user = CLUSTER.certificate_user(f"narrow-{space}")
        CLUSTER.grant(user, [rule(["get", "create", "patch", "delete"], ["configmaps"])], space)
        self.connect(CLUSTER.kubeconfig_for(user))
        self.main(MAPS.format(count=2, namespace=space))
        self.applied()  # one by one, since listing is not allowed
        self.assert_clean()

    def test_a_missing_right_is_named(self):
        space = CLUSTER.namespace("denied")
        user = CLUSTER.certificate_user(f"denied-{space}")
        CLUSTER.grant(user, [rule(["get", "list"], ["configmaps"])], space)
        self.connect(CLUSTER.kubeconfig_for(user))
        self.main(MAPS.format(count=1, namespace=space))
        self.assert_refused(self.apply(), "patch", "configmaps", space)
        self.assertEqual(self.addresses(), [])


class BadInput(LiveTest):
    def test_a_kind_that_the_cluster_lacks_is_named_with_the_fix(self):
        space = CLUSTER.namespace("kinds")
        self.main(f"""
resource "mesh_object" "o" {{
  manifest = {{ apiVersion = "gateway.networking.k8s.io/v1", kind = "HTTPRoute", metadata = {{ name = "r", namespace = "{space}" }}, spec = {{}} }}
}}
""")
        self.assertEqual(self.plan().code, 2)
        self.assert_refused(self.apply(), "does not know the kind HTTPRoute", "CustomResourceDefinition")

    def test_a_tree_and_a_cluster_at_once_are_refused(self):
        self.write("provider.tf", 'provider "mesh" {\n  directory = { path = "tree" }\n  kubernetes = { config_path = "x" }\n}\n')
        self.main(MAPS.format(count=1, namespace="a"))
        self.assert_refused(self.plan(), "in two places", "directory", "kubernetes")

    def test_a_server_that_is_not_there_is_named(self):
        self.write("provider.tf", 'provider "mesh" {\n  kubernetes = { host = "https://127.0.0.1:1", token = "t-secret" }\n}\n')
        self.main(MAPS.format(count=1, namespace="a"))
        refused = self.plan()
        self.assert_refused(refused, "https://127.0.0.1:1")
        self.assertNotIn("t-secret", refused.raw)
