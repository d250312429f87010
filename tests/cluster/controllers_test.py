"""With kube-controller-manager: what a client waits for, or is refused by, really happens."""

import json
import unittest

from cluster import Cluster
from cluster.processes import wait_until


class Controllers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(controllers=True)
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def setUp(self):
        self.namespace = self.cluster.namespace()

    def configmap(self, name, **metadata):
        return self.cluster.api.create(f"/api/v1/namespaces/{self.namespace}/configmaps", {
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **metadata}})

    def test_a_namespace_finishes_terminating_with_all_that_is_in_it(self):
        self.configmap("inside")
        self.cluster.kubectl("delete", "namespace", self.namespace, "--timeout=300s")
        self.assertIn("NotFound", self.cluster.kubectl("get", "namespace", self.namespace, check=False).stderr)

    def test_a_finalizer_holds_a_namespace_that_takes_nothing_new(self):
        self.configmap("held", finalizers=["example.com/hold"])
        self.cluster.kubectl("delete", "namespace", self.namespace, "--wait=false")

        def told():
            status = json.loads(self.cluster.kubectl("get", "namespace", self.namespace, "-o", "json").stdout)["status"]
            messages = {c["type"]: c["message"] for c in status.get("conditions", []) if c["status"] == "True"}
            return (status["phase"], messages) if "NamespaceFinalizersRemaining" in messages else None
        phase, messages = wait_until(told, "the namespace's conditions")
        self.assertEqual(phase, "Terminating")
        self.assertIn("example.com/hold", messages["NamespaceFinalizersRemaining"])
        refused = self.cluster.kubectl("create", "configmap", "late", "-n", self.namespace, check=False)
        self.assertIn("because it is being terminated", refused.stderr)
        self.cluster.kubectl("patch", "configmap", "held", "-n", self.namespace, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
        self.cluster.kubectl("wait", "--for=delete", f"namespace/{self.namespace}", "--timeout=300s")

    def test_a_quota_is_counted_and_refuses(self):
        self.cluster.kubectl("create", "quota", "few", "-n", self.namespace, "--hard=count/configmaps=1")
        # There is kube-root-ca.crt from the start.
        wait_until(lambda: self.cluster.kubectl("get", "quota", "few", "-n", self.namespace, "-o",
                                                       r"jsonpath={.status.used.count/configmaps}").stdout == "1", "the count")
        # Admission hears of the count by a watch of its own.
        refused = "exceeded quota: few, requested: count/configmaps=1, used: count/configmaps=1, limited: count/configmaps=1"
        wait_until(lambda: refused in self.cluster.kubectl("create", "configmap", "second", "-n", self.namespace, "--dry-run=server", check=False).stderr,
                   "the refusal")
        self.assertIn(refused, self.cluster.kubectl("create", "configmap", "second", "-n", self.namespace, check=False).stderr)

    def test_what_its_owner_leaves_behind_is_collected(self):
        owner = self.configmap("owner")
        reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner["metadata"]["uid"]}
        self.configmap("owned", ownerReferences=[reference])
        self.cluster.kubectl("delete", "configmap", "owner", "-n", self.namespace, "--cascade=background")
        self.cluster.kubectl("wait", "--for=delete", "configmap/owned", "-n", self.namespace, "--timeout=300s")

    def test_each_namespace_has_its_service_account(self):
        self.assertEqual(self.cluster.kubectl("wait", "--for=create", "serviceaccount/default", "-n", self.namespace, "--timeout=300s").returncode, 0)


if __name__ == "__main__":
    unittest.main()
