"""What only a real cluster has: status to wait for, a server that can be asked before, and values that nobody may see."""

import base64
import json
import signal

from .live import MAPS, Cluster, LiveTest, wait_until

CLUSTER = None
GROUP = "features.example.com"
DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"gadgets.{GROUP}"},
    "spec": {
        "group": GROUP, "scope": "Namespaced", "names": {"plural": "gadgets", "singular": "gadget", "kind": "Gadget", "listKind": "GadgetList"},
        "versions": [{
            "name": "v1", "served": True, "storage": True, "subresources": {"status": {}},
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                "spec": {"type": "object", "properties": {"size": {"type": "integer"}}},
                "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}},
        }],
    },
}
GADGET = """
resource "mesh_object" "g" {{
  manifest = {{ apiVersion = "features.example.com/v1", kind = "Gadget", metadata = {{ name = "g", namespace = "{namespace}" }}, spec = {{ size = {size} }} }}
  wait     = {{ conditions = {{ Ready = "True" }}, fields = {{ "status.address" = "*" }}, observed_generation = true, timeout = "{timeout}" }}
}}
"""
SECRET = """
variable "password" {{
  type      = string
  ephemeral = true
}}
resource "mesh_object" "s" {{
  manifest        = {{ apiVersion = "v1", kind = "Secret", metadata = {{ name = "db", namespace = "{namespace}" }}, type = "Opaque" }}
  data_wo         = {{ password = var.password }}
  binary_data_wo  = {{ key = "AAEC" }}
  data_wo_version = {version}
}}
"""


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster().start()
    CLUSTER.kubectl("apply", "-f", "-", text=json.dumps(DEFINITION))
    CLUSTER.kubectl("wait", "--for=condition=Established", f"crd/gadgets.{GROUP}", "--timeout=300s")


def tearDownModule():
    CLUSTER.stop()


class Waits(LiveTest):
    def say(self, space, ready, generation, **more):
        status = {"observedGeneration": generation, "conditions": [{"type": "Ready", "status": ready, "reason": "Testing", "message": "as the test says"}], **more}
        self.kubectl("-n", space, "patch", "gadget", "g", "--subresource=status", "--type=merge", "-p", json.dumps({"status": status}))

    def begin(self, space):
        """An apply that has written the object and waits, as its log says."""
        self.main(GADGET.format(namespace=space, size=1, timeout="10m"))
        self.assertEqual(self.plan().code, 2)
        self.environment.update(TF_LOG_PROVIDER="INFO", TF_LOG_PATH=str(self.folder / "trace.log"))
        process = self.start("apply", "-input=false", "-no-color", "-auto-approve")
        self.addCleanup(process.kill)
        self.await_log("waiting for Gadget g")
        return process

    def await_log(self, text):
        log = self.folder / "trace.log"
        wait_until(lambda: log.exists() and text in log.read_text(), text)

    def test_an_apply_ends_when_the_object_is_ready(self):
        space = CLUSTER.namespace("ready")
        process = self.begin(space)
        self.say(space, "False", 1)
        self.say(space, "True", 0, address="here")  # about an older generation
        self.say(space, "True", 1, address=None)  # a patch leaves what it does not name
        self.await_log("status.address is not there yet")
        self.assertIsNone(process.poll(), "it still has no address")
        self.say(space, "True", 1, address="here")
        text = process.communicate(timeout=self.patience)[0].decode()
        self.assertEqual(process.returncode, 0, text)
        self.assert_clean()

    def test_what_is_not_ready_in_time_is_told_and_kept(self):
        space = CLUSTER.namespace("late")
        self.main(GADGET.format(namespace=space, size=1, timeout="1s"))
        self.assert_refused(self.apply(), "Gadget g is not ready", "status.observedGeneration", "untaint")
        self.assertEqual(self.addresses(), ["mesh_object.g"])
        self.assertEqual(self.run_host("untaint", "-no-color", "mesh_object.g").code, 0)
        self.assert_clean()
        self.assertEqual(self.object("gadget", "g", space)["spec"], {"size": 1})

    def test_ctrl_c_ends_a_wait_and_loses_nothing(self):
        space = CLUSTER.namespace("stop")
        process = self.begin(space)
        process.send_signal(signal.SIGINT)
        text = process.communicate(timeout=self.patience)[0].decode()
        self.assertNotEqual(process.returncode, 0, text)
        self.assertEqual(self.addresses(), ["mesh_object.g"])

    def test_waiting_for_nothing_is_refused(self):
        self.main(GADGET.format(namespace="any", size=1, timeout="soon"))
        self.assert_refused(self.plan(), "timeout", "5m")
        self.main(GADGET.format(namespace="any", size=1, timeout="5m").replace('conditions = { Ready = "True" }, fields = { "status.address" = "*" }, observed_generation = true, ', ""))
        self.assert_refused(self.plan(), "Nothing to wait for")


class DryRun(LiveTest):
    def setUp(self):
        super().setUp()
        config = CLUSTER.facts()["kubeconfig"]
        self.write("provider.tf", f'provider "mesh" {{\n  owner = "tests"\n  kubernetes = {{ config_path = "{config}", dry_run = true }}\n}}\n')

    def test_a_plan_shows_the_conflicts(self):
        space = CLUSTER.namespace("dry")
        theirs = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m-0", "namespace": space}, "data": {"a": "3"}}
        CLUSTER.kubectl("apply", "--server-side", "--field-manager=flux", "-f", "-", text=json.dumps(theirs))
        self.main(MAPS.format(count=1, namespace=space))
        self.assert_refused(self.plan(), "flux", "data.a", "force_conflicts")
        self.assertEqual(self.object("configmap", "m-0", space)["data"], {"a": "3"})

    def test_a_plan_shows_what_the_server_refuses(self):
        space = CLUSTER.namespace("dry")
        self.main(MAPS.format(count=1, namespace=space).replace("data =", "dat ="))
        self.assert_refused(self.plan(), "dat")
        self.assertEqual(self.kubectl("-n", space, "get", "configmaps", "--ignore-not-found"), "")

    def test_what_cannot_be_told_yet_is_passed_over(self):
        self.main(MAPS.format(count=2, namespace="still-to-come"))
        self.assertEqual(self.plan().code, 2)


class Secrets(LiveTest):
    def values(self, space):
        data = json.loads(self.kubectl("-n", space, "get", "secret", "db", "-o", "json"))["data"]
        return {key: base64.b64decode(value) for key, value in data.items()}

    def assert_unseen(self, *secrets):
        """No file that the run left, its log, plan and state included, has the value in any spelling."""
        for file in self.folder.rglob("*"):
            if ".terraform" in file.parts or not file.is_file():
                continue
            text = file.read_bytes()
            for secret in secrets:
                self.assertNotIn(secret.encode(), text, file)
                self.assertNotIn(base64.b64encode(secret.encode()), text, file)

    def test_values_reach_the_cluster_and_nothing_else(self):
        space = CLUSTER.namespace("secret")
        self.environment.update(TF_LOG="TRACE", TF_LOG_PATH=str(self.folder / "trace.log"), TF_VAR_password="first-pa55")
        self.main(SECRET.format(namespace=space, version=1))
        outcome = self.run_host("plan", "-input=false", "-no-color", "-out=saved.plan")
        self.assertEqual(outcome.code, 0, outcome.raw)
        self.assertNotIn("first-pa55", outcome.raw)
        outcome = self.apply()
        self.assertEqual(outcome.code, 0, outcome.raw)
        self.assertNotIn("first-pa55", outcome.raw)
        self.assertEqual(self.values(space), {"password": b"first-pa55", "key": b"\x00\x01\x02"})
        self.assert_clean()

        # Without a new version nothing tells that the value is another one.
        self.environment["TF_VAR_password"] = "second-pa55"
        self.assert_clean()
        self.main(SECRET.format(namespace=space, version=2))
        seen = self.plan()
        self.assertEqual(seen.code, 2, seen.raw)
        self.assert_says(seen, "0 to add, 1 to change, 0 to destroy")
        self.applied()
        self.assertEqual(self.values(space)["password"], b"second-pa55")
        self.assert_clean()
        self.assert_unseen("first-pa55", "second-pa55")

    def test_a_value_that_somebody_changed_is_put_back_by_a_new_version(self):
        space = CLUSTER.namespace("secret")
        self.environment["TF_VAR_password"] = "ours"
        self.main(SECRET.format(namespace=space, version=1))
        self.applied()
        self.kubectl("-n", space, "patch", "secret", "db", "--type=merge", "-p", '{"stringData":{"password":"theirs"}}')
        self.assert_clean()
        self.main(SECRET.format(namespace=space, version=2))
        self.applied()
        self.assertEqual(self.values(space)["password"], b"ours")

    def test_an_imported_secret_brings_no_values(self):
        space = CLUSTER.namespace("secret")
        self.kubectl("-n", space, "create", "secret", "generic", "db", "--from-literal=password=there-before")
        self.environment["TF_VAR_password"] = "ours"
        self.main(SECRET.format(namespace=space, version=1) + f'import {{\n  to = mesh_object.s\n  id = "default/v1/Secret/{space}/db"\n}}\n')
        self.applied()
        self.assert_unseen("there-before")
        self.assertEqual(self.values(space)["password"], b"ours")

    def test_files_never_hold_them(self):
        self.environment["TF_VAR_password"] = "unsafe-pa55"
        self.write("provider.tf", 'provider "mesh" {\n  directory = { path = "tree" }\n}\n')
        self.main(SECRET.format(namespace="any", version=1))
        self.assert_refused(self.plan(), "Secret db", "ExternalSecret")
        self.assert_unseen("unsafe-pa55")

    def test_mistakes_are_named(self):
        self.environment["TF_VAR_password"] = "x"
        text = SECRET.format(namespace="any", version=1)
        self.main(text.replace("  data_wo_version = 1\n", ""))
        self.assert_refused(self.plan(), "Write-only values without a version", "data_wo_version")
        self.main(text.replace('kind = "Secret"', 'kind = "ConfigMap"').replace(', type = "Opaque"', ""))
        self.assert_refused(self.plan(), "no Secret")
        self.main(text.replace('"AAEC"', '"AAE*"'))
        self.assert_refused(self.plan(), "base64encode")
        self.main(text.replace("key = ", "password = "))
        self.assert_refused(self.plan(), "password is given twice")
