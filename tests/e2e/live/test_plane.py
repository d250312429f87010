"""The life of objects in a real cluster, run by a real host and looked at with kubectl."""

import json
import signal

from .live import MAPS, PROVIDER, TENANT, Cluster, LiveTest, rule

CLUSTER = None


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster(crds=["istio"], controllers=True).start()


def tearDownModule():
    CLUSTER.stop()


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
        self.kubectl("wait", "--for=delete", f"namespace/{space}", "--timeout=300s")

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


CRD = """
resource "mesh_object" "crd" {{
  on_destroy = "delete"
  manifest = {{
    apiVersion = "apiextensions.k8s.io/v1"
    kind       = "CustomResourceDefinition"
    metadata   = {{ name = "gadgets.{group}" }}
    spec = {{
      group = "{group}"
      scope = "Namespaced"
      names = {{ plural = "gadgets", singular = "gadget", kind = "Gadget", listKind = "GadgetList" }}
      versions = [{{ name = "v1", served = true, storage = true, schema = {{ openAPIV3Schema = {{ type = "object", properties = {{ size = {{ type = "integer" }} }} }} }} }}]
    }}
  }}
}}
resource "mesh_object" "gadget" {{
  manifest = {{ apiVersion = "{group}/v1", kind = "Gadget", metadata = {{ name = "g", namespace = "{namespace}" }}, size = 3 }}
}}
resource "mesh_object" "space" {{
  on_destroy = "delete"
  manifest   = {{ apiVersion = "v1", kind = "Namespace", metadata = {{ name = "{namespace}" }} }}
}}
"""


class Waits(LiveTest):
    def test_kinds_and_namespaces_may_come_in_the_same_apply(self):
        """No depends_on: the host makes all three at once, in any order."""
        space = "mesh-arrivals"
        self.main(CRD.format(group="arrivals.example.com", namespace=space))
        seen = self.plan()
        self.assert_says(seen, "3 to add, 0 to change, 0 to destroy")
        self.applied()
        self.assertEqual(self.object("gadgets.arrivals.example.com", "g", space)["size"], 3)
        self.assert_clean()
        self.assertEqual(self.run_host("destroy", "-auto-approve", "-no-color").code, 0)
        self.assertEqual(self.kubectl("get", "namespace", space, "--ignore-not-found"), "")

    def hold(self, space):
        self.main(MAPS.format(count=1, namespace=space))
        self.applied()
        self.kubectl("-n", space, "patch", "configmap", "m-0", "--type=merge", "-p", '{"metadata":{"finalizers":["example.com/hold"]}}')
        process = self.start("destroy", "-auto-approve", "-no-color")
        self.addCleanup(process.kill)
        self.kubectl("-n", space, "wait", "--for=jsonpath={.metadata.deletionTimestamp}", "configmap/m-0", "--timeout=300s")
        return process

    def release(self, space):
        self.kubectl("-n", space, "patch", "configmap", "m-0", "--type=json", "-p", '[{"op":"remove","path":"/metadata/finalizers"}]')

    def test_destroy_waits_for_finalizers(self):
        space = CLUSTER.namespace("finalizers")
        process = self.hold(space)
        self.release(space)
        text = process.communicate(timeout=300)[0].decode()
        self.assertEqual(process.returncode, 0, text)
        self.assertEqual(self.addresses(), [])

    def test_an_interrupted_wait_says_what_holds_and_loses_nothing(self):
        space = CLUSTER.namespace("interrupted")
        process = self.hold(space)
        process.send_signal(signal.SIGINT)
        text = process.communicate(timeout=300)[0].decode()
        self.assertNotEqual(process.returncode, 0, text)
        self.assertEqual(self.addresses(), ["mesh_object.m[0]"])
        self.release(space)
        self.assertEqual(self.run_host("destroy", "-auto-approve", "-no-color").code, 0)


class Settings(LiveTest):
    def test_force_conflicts_takes_a_field_over(self):
        space = CLUSTER.namespace("force")
        theirs = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m-0", "namespace": space}, "data": {"a": "3"}}
        CLUSTER.kubectl("apply", "--server-side", "--field-manager=flux", "-f", "-", text=json.dumps(theirs))
        self.main(MAPS.format(count=1, namespace=space))
        self.assert_refused(self.apply(), "flux", "data.a", "force_conflicts")
        self.main(MAPS.format(count=1, namespace=space).replace("  manifest", "  force_conflicts = true\n  manifest"))
        self.applied()
        self.assertEqual(self.object("configmap", "m-0", space)["data"], {"a": "1"})
        self.assert_clean()

    def test_a_report_counts_the_calls(self):
        space = CLUSTER.namespace("report")
        config = CLUSTER.facts()["kubeconfig"]
        self.write("provider.tf", PROVIDER.format(config=config, owner="tests").replace('owner', 'report = "calls.jsonl"\n  owner'))
        self.main(MAPS.format(count=5, namespace=space))
        self.applied()
        runs = [json.loads(line)["clusters"]["default"] for line in (self.folder / "calls.jsonl").read_text().splitlines()]
        applies = [run["apply ConfigMap"] for run in runs if "apply ConfigMap" in run]
        self.assertEqual([(a["calls"], a["failures"], a["retries"]) for a in applies], [(5, 0, 0)])
        self.assertGreater(applies[0]["bytes_out"], 0)

    def test_a_dead_cluster_does_not_stop_the_others(self):
        space = CLUSTER.namespace("away")
        both = """
provider "mesh" {{
  owner    = "tests"
  clusters = {{
    near = {{ kubernetes = {{ config_path = "{config}" }} }}
    far  = {{ kubernetes = {{ host = "{far}", token = "t", on_unreachable = "state" }} }}
  }}
}}
"""
        config = CLUSTER.facts()["kubeconfig"]
        text = "".join(MAPS.format(count=1, namespace=space).replace('"m"', f'"{c}"').replace("m-$", f"{c}-$").replace("  count", f'  cluster = "{c}"\n  count') for c in ("near", "far"))
        self.write("provider.tf", both.replace('host = "{far}", token = "t"', 'config_path = "{config}"').format(config=config))
        self.main(text)
        self.applied()
        self.write("provider.tf", both.format(config=config, far="https://127.0.0.1:1"))
        seen = self.plan()
        self.assertEqual(seen.code, 0, seen.raw)
        self.assert_says(seen, "The cluster far cannot be reached")
        self.main(text.replace('a = "1"', 'a = "2"'))
        self.assert_refused(self.apply(), "127.0.0.1:1")
        self.assertEqual(self.object("configmap", "near-0", space)["data"], {"a": "2"})
        self.assertEqual(self.object("configmap", "far-0", space)["data"], {"a": "1"})
        self.assertEqual(self.addresses(), ["mesh_object.far[0]", "mesh_object.near[0]"])


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
