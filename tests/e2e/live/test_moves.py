"""Objects that change hands in a real cluster: between states, between addresses, and into a state by import."""

from .live import MAPS, TENANT, Cluster, FaultProxy, LiveTest, faults

CLUSTER = PROXY = None
NAMESPACE = """
resource "mesh_namespace" "n" {{
  name           = "{name}"
  dataplane_mode = "ambient"
  on_destroy     = "delete"
{more}}}
"""
OBJECT = """
resource "mesh_object" "{label}" {{
  manifest = {{ apiVersion = "v1", kind = "ConfigMap", metadata = {{ name = "settings", namespace = "{namespace}" }}, data = {{ a = "1" }} }}
{more}}}
"""


def setUpModule():
    global CLUSTER, PROXY
    CLUSTER = LiveTest.cluster = Cluster(crds=["istio"], controllers=True).start()
    PROXY = FaultProxy(CLUSTER)


def tearDownModule():
    CLUSTER.stop()


class TwoStates(LiveTest):
    def elsewhere(self, owner):
        """From here on the host runs in another folder, with another state."""
        versions = (self.folder / "versions.tf").read_text()
        self.folder = self.folder / f"other-{owner}"
        self.folder.mkdir()
        self.initialised = False
        self.write("versions.tf", versions)
        self.connect(CLUSTER.facts()["kubeconfig"], owner=owner)

    def take_over(self, owner):
        name = CLUSTER.namespace("states") + "-n"
        first = self.folder
        self.main(NAMESPACE.format(name=name, more=""))
        self.applied()

        self.elsewhere(owner)
        self.main(NAMESPACE.format(name=name, more=""))
        for refused in (self.plan(), self.apply()):
            self.assert_refused(refused, f"Namespace {name} is managed already", 'of owner "tests"', "`moved`", "`import`", "`adopt = true`")
        self.assertEqual(self.addresses(), [])
        self.assertEqual(self.owner_of(name), "tests")
        self.main(NAMESPACE.format(name=name, more="  adopt = true\n"))
        self.assert_says(self.plan(), "is taken over")
        self.applied()
        self.assert_clean()
        self.assertEqual(self.owner_of(name), owner)
        second, self.folder = self.folder, first
        return name, second

    def owner_of(self, name):
        return self.object("namespace", name, "")["metadata"]["annotations"]["meshgen.io/owner"]

    def test_a_namespace_of_another_owners_state(self):
        name, second = self.take_over("others")
        # The first state lets go of it and says so; the namespace stays with the second.
        left = self.run_host("destroy", "-auto-approve", "-no-color")
        self.assertEqual(left.code, 0, left.raw)
        self.assert_says(left, f"Namespace {name} is left alone", 'of owner "others"')
        self.assertEqual(self.addresses(), [])
        self.folder = second
        self.assert_clean()
        self.assertEqual(self.run_host("destroy", "-auto-approve", "-no-color").code, 0)
        self.assertEqual(self.kubectl("get", "namespace", name, "--ignore-not-found"), "")

    def test_a_lost_state_of_the_same_owner(self):
        name = CLUSTER.namespace("states") + "-lost"
        body = NAMESPACE.format(name=name, more="")
        self.main(body)
        self.applied()
        (self.folder / "terraform.tfstate").unlink()
        self.assert_refused(self.plan(), f"Namespace {name} is managed already", "`import`", f"default/{name}")
        self.main(body.replace("}\n", "  adopt = true\n}\n"))
        self.applied()
        self.assert_clean()


class Renames(LiveTest):
    def rename(self, more=""):
        self.space = CLUSTER.namespace("rename")
        self.main(OBJECT.format(label="old", namespace=self.space, more=""))
        self.applied()
        self.uid = self.object("configmap", "settings", self.space)["metadata"]["uid"]
        self.main(OBJECT.format(label="new", namespace=self.space, more=more))

    def unharmed(self):
        self.assertEqual(self.object("configmap", "settings", self.space)["metadata"]["uid"], self.uid)
        self.assertEqual(self.addresses(), ["mesh_object.old"])

    def test_without_moved_it_is_refused_and_moved_keeps_the_object(self):
        self.rename()
        for refused in (self.plan(), self.apply()):
            self.assert_refused(refused, "ConfigMap", "settings is managed already", "`moved`")
            self.unharmed()
        before = self.object("configmap", "settings", self.space)["metadata"]["resourceVersion"]
        self.main(OBJECT.format(label="new", namespace=self.space, more="") + "moved {\n  from = mesh_object.old\n  to   = mesh_object.new\n}\n")
        self.applied()
        self.assertEqual(self.object("configmap", "settings", self.space)["metadata"]["resourceVersion"], before)
        self.assertEqual(self.addresses(), ["mesh_object.new"])
        self.assert_clean()

    def test_the_old_one_is_planned_first(self):
        """The new one's plan waits for a list that takes its time, so that the old one's destruction is planned before."""
        slow = CLUSTER.namespace("slow")
        self.rename("  depends_on = [mesh_object.m]\n")
        self.connect(CLUSTER.kubeconfig_for(CLUSTER.admin, server=PROXY.server))
        self.write("slow.tf", MAPS.format(count=1, namespace=slow))
        rule = PROXY.add(faults.delay(3), method="GET", path=f"namespaces/{slow}/configmaps")
        self.addCleanup(PROXY.clear)
        self.assert_refused(self.plan(), "settings is managed already", "`moved`")
        self.assertTrue(PROXY.hits(rule))
        self.unharmed()

    def test_one_after_the_other(self):
        self.rename()
        self.assert_refused(self.apply("-target=mesh_object.new"), "settings is managed already", "`moved`")
        self.unharmed()
        self.applied("-target=mesh_object.old")
        self.assertEqual(self.kubectl("-n", self.space, "get", "configmap", "settings", "--ignore-not-found"), "")
        self.applied()
        self.assertNotEqual(self.object("configmap", "settings", self.space)["metadata"]["uid"], self.uid)
        self.assertEqual(self.addresses(), ["mesh_object.new"])
        self.assert_clean()


class Imports(LiveTest):
    def changes_no_object(self, body, block, spelled_alike=True):
        """The state is lost, a block imports it, and what is in the cluster stays as it is."""
        self.main(body)
        self.applied()
        # The controller counts what a quota limits, and writes that into the quota, once.
        if self.kubectl("-n", self.space, "get", "quota", "-o", "name"):
            self.kubectl("-n", self.space, "wait", "--for=jsonpath={.status.used}", "quota", "--all", "--timeout=300s")
        # The controller puts this one into each namespace.
        self.kubectl("-n", self.space, "wait", "--for=create", "configmap/kube-root-ca.crt", "--timeout=300s")
        before = self.versions()
        (self.folder / "terraform.tfstate").unlink()
        self.main(body + block)
        outcome, changes = self.planned()
        self.assert_says(outcome, "1 to import, 0 to add", "0 to destroy")
        for change in changes.values() if spelled_alike else ():
            self.assertEqual(change["before"]["manifests"], change["after"]["manifests"], outcome.raw)
        self.applied()
        self.assertEqual(self.versions(), before)
        self.main(body)
        self.assert_clean()
        return outcome

    def versions(self):
        kinds = "configmaps,resourcequotas,authorizationpolicies,peerauthentications,networkpolicies"
        path = '{range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}'
        return self.kubectl("-n", self.space, "get", kinds, "-o", f"jsonpath={path}"), self.kubectl("get", "namespace", self.space, "-o", "jsonpath={.metadata.labels}")

    def tenant(self, quota, **more):
        name = CLUSTER.namespace("import")
        self.space = f"{name}-web"
        body = TENANT.format(name=name, mode="ambient").replace('"1000m"', f'"{quota}"')
        return self.changes_no_object(body, f'import {{\n  to = mesh_tenant.t\n  id = "default/{name}"\n}}\n', **more)

    def test_a_tenant_by_its_name(self):
        self.tenant("1")

    def test_a_quantity_that_the_server_spells_another_way(self):
        """An import knows the server's spelling alone: the plan shows the other one, and the object stays."""
        self.assert_says(self.tenant("1000m", spelled_alike=False), '"requests.cpu" = "1" -> "1000m"')

    def test_an_object_by_its_key(self):
        self.space = CLUSTER.namespace("import")
        self.changes_no_object(
            OBJECT.format(label="o", namespace=self.space, more=""),
            f'import {{\n  to = mesh_object.o\n  id = "default/v1/ConfigMap/{self.space}/settings"\n}}\n')

    def test_an_object_that_was_made_without_us(self):
        self.space = CLUSTER.namespace("import")
        self.kubectl("-n", self.space, "create", "configmap", "settings", "--from-literal=a=1", "--from-literal=theirs=x")
        body = OBJECT.format(label="o", namespace=self.space, more="")
        self.main(body + f'import {{\n  to = mesh_object.o\n  id = "default/v1/ConfigMap/{self.space}/settings"\n}}\n')
        self.assert_says(self.plan(), "1 to import, 0 to add", "0 to destroy")
        self.applied()
        self.main(body)
        self.assert_clean()
        self.assertEqual(self.object("configmap", "settings", self.space)["data"], {"a": "1", "theirs": "x"})

    def test_nothing_there_and_ids_of_another_shape_are_named(self):
        body = OBJECT.format(label="o", namespace="default", more="")
        self.main(body + 'import {\n  to = mesh_object.o\n  id = "default/v1/ConfigMap/default/none"\n}\n')
        self.assert_refused(self.plan(), "Nothing to import")
        self.main(body + 'import {\n  to = mesh_object.o\n  id = "x"\n}\n')
        self.assert_refused(self.plan(), "another shape", "<cluster>/<apiVersion>/<kind>")
