"""The examples, as they are, against a real API server: only the provider block says another place."""

import json
import re
import shutil
import subprocess

from .live import SOURCE, Cluster, LiveTest
from workspace import BUILD

KAFKA_TOPICS = str(SOURCE / "tests/cluster/definitions/kafkatopics.yaml")
# What replaces the place in an example's provider block.
OVERRIDE = 'provider "mesh" {{\n  directory  = null\n  kubernetes = {{{settings}}}\n}}\n'
RESOURCES = SOURCE / "examples/resources"
# The namespaces that the example of a resource takes for granted.
PRESUMED = {
    "mesh_gateway_route": ["shop"],
    "mesh_namespace": [],
    "mesh_object": ["istio-system", "shop"],
    "mesh_tenant": [],
    "mesh_topic": ["kafka"],
}
MARK = "meshgen.io/resource"
CLUSTER = None


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster(crds=["istio", "gateway-api", KAFKA_TOPICS], controllers=True).start()


def tearDownModule():
    CLUSTER.stop()


class ExampleTest(LiveTest):
    def setUp(self):
        super().setUp()
        self.before = self.namespaces()
        self.addCleanup(self.clear)

    def namespaces(self):
        return set(self.kubectl("get", "namespaces", "-o", "name").split())

    def clear(self):
        """Removes the namespaces of this test: the examples' names are the same in each."""
        left = self.namespaces() - self.before
        if left:
            self.kubectl("delete", *left)

    def presume(self, *names):
        for name in names:
            self.kubectl("create", "namespace", name)

    def lay(self, *folders, settings):
        """Copies folders of the repository; the last one is what the host runs in, with another place to write to."""
        top = self.folder
        for folder in folders:
            shutil.copytree(SOURCE / folder, top / folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*", "out"))
        self.folder = top / folders[-1]
        self.write("live_override.tf", OVERRIDE.format(settings=settings))

    def config(self):
        return f'config_path = "{self.cluster.facts()["kubeconfig"]}"'

    def lay_snippet(self, path):
        """One file of the documentation, with the provider block of the documentation."""
        self.lay("examples/provider", settings=self.config())
        shutil.copy(path, self.folder / "main.tf")

    def manifests(self):
        """The keys of all objects that the state says are ours."""
        module = self.state().get("values", {}).get("root_module", {})
        found = [*module.get("resources", []), *(r for m in module.get("child_modules", []) for r in m["resources"])]
        return [key for r in found if r["mode"] == "managed" for key in r["values"]["manifests"]]

    def in_cluster(self, key):
        api_version, kind, namespace, name = key.rsplit("/", 3)
        group, _, version = api_version.rpartition("/")
        return self.object(f"{kind}.{version}.{group}" if group else kind, name, namespace)

    def lives(self, count):
        """From nothing to applied and clean, with every object in the cluster under its mark."""
        outcome, changes = self.planned()
        self.assertEqual({tuple(c["actions"]) for c in changes.values()}, {("create",)}, outcome.raw)
        self.assertEqual(len(changes), count, outcome.raw)
        self.applied()
        self.assert_clean()
        keys = self.manifests()
        self.assertTrue(keys)
        for key in keys:
            self.assertIn(MARK, self.in_cluster(key)["metadata"]["annotations"], key)
        return keys

    def destroyed(self):
        outcome = self.run_host("destroy", "-auto-approve", "-no-color")
        self.assertEqual(outcome.code, 0, outcome.raw)
        self.assertEqual(self.addresses(), [])
        return outcome


class Whole(ExampleTest):
    def test_quickstart(self):
        """The place of the cluster comes from the environment."""
        self.environment["KUBE_CONFIG_PATH"] = self.cluster.facts()["kubeconfig"]
        self.lay("examples/quickstart", settings="")
        self.lives(2)
        route = self.object("httproute", "shop", "shop-web")
        self.assertEqual(route["spec"]["hostnames"], ["shop.example.com"])
        self.assertEqual(self.object("resourcequota", "mesh-tenant-quota", "shop-db")["spec"]["hard"], {"requests.cpu": "8", "requests.memory": "16Gi"})
        self.assert_says(self.destroyed(), "its objects are kept", "shop-db, shop-web")
        self.assertEqual(self.kubectl("-n", "shop-web", "get", "httproutes", "-o", "name"), "")
        self.assertIn("mesh-tenant-fence", self.kubectl("-n", "shop-web", "get", "authorizationpolicies", "-o", "name"))


class Onboarding(ExampleTest):
    FIRST = "istio_application_namespaces = {\n"
    NEW = '  "new-client-prod" = {\n    dataplane_mode = "ambient"\n    client         = "new-client"\n    tenant         = "new-client-prod"\n  }\n'

    def test_clients_come_change_and_go(self):
        self.presume("istio-system")
        self.lay("modules", "examples/onboarding", settings=self.config())
        self.lives(4)
        self.one_client_more()
        self.another_mode()
        self.drift()
        self.one_client_less()
        self.all_go()

    @staticmethod
    def tenant(key):
        return f'module.onboarding.mesh_tenant.this["{key}"]'

    def edit(self, change):
        path = self.folder / "terraform.tfvars"
        before = path.read_text()
        path.write_text(change(before))
        self.assertNotEqual(path.read_text(), before)

    def only(self, address, action):
        """Plans, and finds one change alone. What the plan said, and the change."""
        outcome, changes = self.planned()
        self.assertEqual({a: c["actions"] for a, c in changes.items()}, {address: [action]}, outcome.raw)
        return outcome, changes[address]

    def settled(self):
        outcome = self.applied()
        self.assert_clean()
        return outcome

    def one_client_more(self):
        self.edit(lambda text: text.replace(self.FIRST, self.FIRST + self.NEW))
        _, change = self.only(self.tenant("new-client/new-client-prod"), "create")
        keys = change["after"]["manifests"]
        self.assertIn("v1/Namespace//new-client-prod", keys)
        self.assertEqual([key for key in keys if not re.search(r"/new-client-prod(/[^/]+)?$", key)], [])
        self.settled()
        self.assertEqual(self.object("namespace", "new-client-prod", "")["metadata"]["labels"]["client"], "new-client")

    def another_mode(self):
        space = "mtn-ghana-prod"
        self.edit(lambda text: re.sub(rf'("{space}" = {{\s+dataplane_mode = )"ambient"', r'\1"sidecar"', text))
        outcome, _ = self.only(self.tenant(f"mtn-ghana/{space}"), "update")
        self.assert_says(outcome, f"kubectl rollout restart deployment,statefulset,daemonset -n {space}")
        self.settled()
        labels = self.object("namespace", space, "")["metadata"]["labels"]
        self.assertEqual(labels.get("istio-injection"), "enabled")
        self.assertNotIn("istio.io/dataplane-mode", labels)

    def drift(self):
        space = "cptwn-platform"
        self.kubectl("-n", space, "patch", "peerauthentication", "mesh-tenant-strict", "--type=merge", "-p", '{"spec":{"mtls":{"mode":"PERMISSIVE"}}}')
        self.kubectl("-n", space, "delete", "authorizationpolicy", "mesh-tenant-fence")
        outcome, _ = self.only(self.tenant("cptwn/platform"), "update")
        self.assert_says(outcome, "PERMISSIVE", "mesh-tenant-fence")
        self.settled()
        self.assertEqual(self.object("peerauthentication", "mesh-tenant-strict", space)["spec"]["mtls"]["mode"], "STRICT")
        self.assertEqual(self.object("authorizationpolicy", "mesh-tenant-fence", space)["spec"]["action"], "DENY")

    def one_client_less(self):
        space = "orange-madagascar-prod"
        fence = self.object("authorizationpolicy", "mesh-tenant-fence", space)["spec"]
        self.edit(lambda text: re.sub(rf'  "{space}" = {{.*?\n  }}\n', "", text, flags=re.DOTALL))
        outcome, _ = self.only(self.tenant(f"orange-madagascar/{space}"), "delete")
        self.assert_says(outcome, "its objects are kept", f"Namespace {space}")
        self.settled()
        self.assertEqual(self.object("namespace", space, "")["metadata"]["labels"]["istio.io/dataplane-mode"], "ambient")
        left = self.object("authorizationpolicy", "mesh-tenant-fence", space)
        self.assertEqual(left["spec"], fence)
        self.assertNotIn(MARK, left["metadata"].get("annotations", {}))

    def all_go(self):
        self.assert_says(self.destroyed(), "its objects are kept", "new-client-prod")
        self.assertEqual(self.kubectl("get", "telemetries", "--all-namespaces", "-o", "name"), "")
        for space in ("cptwn-platform", "mtn-ghana-prod", "new-client-prod"):
            left = self.object("authorizationpolicy", "mesh-tenant-fence", space)
            self.assertNotIn(MARK, left["metadata"].get("annotations", {}))


class Resources(ExampleTest):
    def test_all_are_here(self):
        """Of resources with a behaviour of their own; those that stand for one object each live in test_import."""
        kinds = subprocess.run([BUILD / "bin" / "meshgen", "kinds", "--json"], capture_output=True, text=True, check=True).stdout
        typed = {kind["resource"] for kind in json.loads(kinds)}
        self.assertEqual({each.name for each in RESOURCES.iterdir()} - typed, set(PRESUMED))

    def imported(self, name):
        """Forgets one resource and runs the command of its import.sh; then again with its import block, by identity."""
        command = (RESOURCES / name / "import.sh").read_text().splitlines()[-1].split()
        self.assertEqual(command[:2], ["terraform", "import"])
        address = command[2]
        self.forget(address)
        found = self.run_host("import", "-no-color", "-input=false", *command[2:])
        self.assertEqual(found.code, 0, found.raw)
        self.changes_no_object(address)

        self.forget(address)
        shutil.copy(RESOURCES / name / "import-by-identity.tf", self.folder)
        if self.version() >= (1, 12):
            self.assert_says(self.changes_no_object(address), "1 to import")
        else:
            # The hosts know identities from 1.12 on.
            self.assert_refused(self.plan(), "Unsupported argument", "identity")
            (self.folder / "import-by-identity.tf").unlink()
            self.assertEqual(self.run_host("import", "-no-color", "-input=false", *command[2:]).code, 0)

    def forget(self, address):
        self.assertEqual(self.run_host("state", "rm", address).code, 0)

    def version(self):
        shown = json.loads(self.run_host("version", "-json").raw)["terraform_version"]
        return tuple(int(part) for part in shown.split(".")[:2])

    def changes_no_object(self, address):
        outcome, changes = self.planned()
        self.assertLessEqual(set(changes), {address}, outcome.raw)
        for change in changes.values():
            self.assertEqual(change["actions"], ["update"], outcome.raw)
            self.assertEqual(change["before"]["manifests"], change["after"]["manifests"])
        self.applied()
        self.assert_clean()
        return outcome

    def lives_and_goes(self, name, count):
        self.presume(*PRESUMED[name])
        self.lay_snippet(RESOURCES / name / "resource.tf")
        keys = self.lives(count)
        versions = {key: self.in_cluster(key)["metadata"]["generation"] for key in keys if "generation" in self.in_cluster(key)["metadata"]}
        self.imported(name)
        self.assertEqual({key: self.in_cluster(key)["metadata"]["generation"] for key in versions}, versions)
        return self.destroyed()

    def test_gateway_route(self):
        self.lives_and_goes("mesh_gateway_route", 2)
        self.assertEqual(self.kubectl("-n", "shop", "get", "httproutes,virtualservices", "-o", "name"), "")

    def test_namespace(self):
        outcome = self.lives_and_goes("mesh_namespace", 2)
        self.assert_says(outcome, "monitoring", "its objects are kept")
        self.assertEqual(self.object("gateways.gateway.networking.k8s.io", "waypoint", "shop")["spec"]["gatewayClassName"], "istio-waypoint")

    def test_object(self):
        self.lives_and_goes("mesh_object", 2)
        self.assertEqual(self.kubectl("get", "telemetries,networkpolicies", "--all-namespaces", "-o", "name"), "")

    def test_tenant(self):
        outcome = self.lives_and_goes("mesh_tenant", 1)
        self.assert_says(outcome, "shop-db, shop-web", "its objects are kept")

    def test_topic(self):
        """With a definition of KafkaTopic that is ours: see the file."""
        outcome = self.lives_and_goes("mesh_topic", 1)
        self.assert_says(outcome, "its objects are kept")
        self.assertEqual(self.object("kafkatopics.v1beta2.kafka.strimzi.io", "orders", "kafka")["spec"]["partitions"], 12)


class Reading(ExampleTest):
    ADDON = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: addons}\ndata: {a: b}\n"

    def test_a_folder_of_manifests(self):
        self.presume("addons")
        self.lay_snippet(SOURCE / "examples/data-sources/mesh_manifests/data-source.tf")
        (self.folder / "addons").mkdir()
        self.write("addons/both.yaml", self.ADDON % "one" + "---\n" + self.ADDON % "two")
        self.lives(2)
        self.write("addons/both.yaml", self.ADDON % "one")
        self.applied()
        self.assertNotIn("two", self.kubectl("-n", "addons", "get", "configmaps", "-o", "name"))
        self.assert_clean()
        self.destroyed()

    def outputs(self, name):
        shutil.copy(SOURCE / "examples/functions" / name / "function.tf", self.folder / "main.tf")
        self.applied()
        return {key: output["value"] for key, output in self.state()["values"]["outputs"].items()}

    def test_functions(self):
        self.lay("examples/provider", settings=self.config())
        self.write("addons.yaml", self.ADDON % "one")
        self.assertEqual(self.outputs("manifest_decode"), {"kinds": ["ConfigMap"]})
        self.assertIn("name: settings", self.outputs("manifest_encode")["yaml"])
