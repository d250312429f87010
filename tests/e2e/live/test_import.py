"""meshgen import and a real cluster: what is there comes in, and the first plan changes nothing."""

import json
import pathlib
import subprocess

from .live import SOURCE, Cluster, LiveTest
from workspace import BUILD

CLUSTER = None
# Kinds of the examples whose definitions a registry has.
GROUPS = {"networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io", "gateway.networking.k8s.io", "networking.k8s.io", ""}


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster(crds=["istio", "gateway-api"]).start()


def tearDownModule():
    CLUSTER.stop()


class Import(LiveTest):
    def examples(self):
        """The objects of the documentation's examples, in a namespace of this test, with the kinds' names for kubectl."""
        kinds = {k["resource"]: k for k in json.loads(self.meshgen("kinds", "--json")) if k["group"] in GROUPS}
        self.write("provider.tf", 'provider "mesh" {\n  directory = { path = "tree" }\n}\n')
        for path in sorted((SOURCE / "examples/resources").glob("*/resource.tf")):
            if path.parent.name in kinds:
                (self.folder / f"{path.parent.name}.tf").write_text(path.read_text())
        planned = self.plan("-out=plan")
        self.assertEqual(planned.code, 2, planned.raw)
        shown = json.loads(subprocess.run([self.host, "show", "-json", "plan"], cwd=self.folder, env=self.environment, capture_output=True, check=True).stdout)
        return [json.loads(text) for resource in shown["planned_values"]["root_module"]["resources"] for text in resource["values"]["manifests"].values()]

    def meshgen(self, *arguments, code=0):
        done = subprocess.run([BUILD / "bin" / "meshgen", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def into(self, module, *arguments):
        """Imports into a root module, whose folder the host works in from here on."""
        self.meshgen("import", *arguments, "-o", module)
        self.folder, self.initialised = self.folder / module, False

    def assert_imports(self, count):
        outcome = self.plan()
        self.assertEqual(outcome.code, 2, outcome.raw)
        self.assert_says(outcome, f"Plan: {count} to import, 0 to add, 0 to change, 0 to destroy.")
        self.applied()
        self.assert_clean()

    def created(self, host):
        """The examples in the cluster, in namespaces of this host's own."""
        objects = self.examples()
        self.assertGreater(len(objects), 20)
        spaces = {}
        for each in objects:
            metadata = each["metadata"]
            if "namespace" in metadata:
                metadata["namespace"] = spaces.setdefault(metadata["namespace"], f"{host}-{metadata['namespace']}")
            else:
                metadata["name"] = f"{host}-{metadata['name']}"
        for space in spaces.values():
            self.kubectl("create", "namespace", space)
        text = json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
        self.cluster.kubectl("apply", "-f", "-", text=text)
        return objects, sorted(spaces.values())

    def test_what_a_cluster_holds_and_what_made_it(self):
        kubeconfig = self.cluster.facts()["kubeconfig"]
        scratch = self.folder
        name = pathlib.Path(self.host).name
        objects, spaces = self.created(name)
        namespaced = [o for o in objects if "namespace" in o["metadata"]]
        with self.subTest("from the cluster"):
            self.into("cluster", "--kubeconfig", kubeconfig, *(f"--in-namespace={space}" for space in spaces))
            self.assert_imports(len(namespaced))
            # Nothing was written: the objects are as kubectl left them.
            managers = {m["manager"] for o in namespaced for m in self.object(o["kind"] + "." + o["apiVersion"].split("/")[-1] + "." + o["apiVersion"].split("/")[0]
                        if "/" in o["apiVersion"] else o["kind"], o["metadata"]["name"], o["metadata"]["namespace"])["metadata"]["managedFields"]}
            self.assertEqual(managers, {"kubectl-client-side-apply"})
        self.folder = scratch
        with self.subTest("from the files"):
            (self.folder / "all.json").write_text("\n".join(map(json.dumps, objects)))
            self.into("files", "all.json", "--provider-kubeconfig", kubeconfig)
            self.assert_imports(len(objects))
