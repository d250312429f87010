"""With istiod: definitions, the validating webhook through the API server, and the Gateway controller."""

import http.client
import json
import ssl
import unittest

from cluster import Cluster, rule
from cluster.processes import wait_until

NETWORKING = "networking.istio.io/v1"


def virtual_service(name="routes", hosts=("reviews.example",), **labels):
    return {"apiVersion": NETWORKING, "kind": "VirtualService", "metadata": {"name": name, "labels": labels},
            "spec": {"hosts": list(hosts), "http": [{"route": [{"destination": {"host": "reviews"}}]}]}}


class Istio(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(istiod=True)
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def setUp(self):
        self.namespace = self.cluster.namespace()

    def apply(self, thing, *arguments, identity=None):
        return self.cluster.kubectl("apply", "--server-side", "-n", self.namespace, "-f", "-", *arguments, text=json.dumps(thing), check=False,
                                    identity=identity)

    def test_the_definitions_are_established(self):
        found = json.loads(self.cluster.kubectl("get", "crds", "-o", "json").stdout)["items"]
        names = {crd["metadata"]["name"] for crd in found}
        for wanted in ("virtualservices.networking.istio.io", "authorizationpolicies.security.istio.io", "telemetries.telemetry.istio.io",
                       "wasmplugins.extensions.istio.io", "gateways.gateway.networking.k8s.io", "httproutes.gateway.networking.k8s.io"):
            self.assertIn(wanted, names)
        for crd in found:
            self.assertIn(("Established", "True"), {(c["type"], c["status"]) for c in crd["status"]["conditions"]}, crd["metadata"]["name"])

    def test_the_webhook_accepts_what_is_good(self):
        done = self.apply(virtual_service())
        self.assertEqual((done.returncode, done.stdout), (0, "virtualservice.networking.istio.io/routes serverside-applied\n"), done.stderr)

    def test_the_webhook_refuses_what_only_istio_knows_to_be_bad(self):
        for labels, webhook in (({}, "validation.istio.io"), ({"istio.io/rev": "default"}, "rev.validation.istio.io")):
            for arguments in ([], ["--dry-run=server"]):
                with self.subTest(webhook=webhook, arguments=arguments):
                    done = self.apply(virtual_service(hosts=["*"], **labels), *arguments)
                    self.assertEqual(done.returncode, 1)
                    self.assertIn(f'admission webhook "{webhook}" denied the request', done.stderr)
                    self.assertIn("wildcard host * is not allowed for virtual services bound to the mesh gateway", done.stderr)
        self.assertEqual(self.cluster.kubectl("get", "virtualservices", "-n", self.namespace, "-o", "name").stdout, "")

    def test_the_schema_refuses_what_it_does_not_know(self):
        thing = virtual_service()
        thing["spec"]["hostz"] = ["x"]
        done = self.apply(thing)
        self.assertEqual(done.returncode, 1)
        self.assertIn("hostz", done.stderr)

    def test_an_admission_review_posted_to_istiod_is_judged(self):
        istiod = self.cluster.istiod
        context = ssl.create_default_context(cadata=self.cluster.ca)
        for hosts, allowed in ((["reviews.example"], True), (["*"], False)):
            review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                "uid": "1", "operation": "CREATE", "namespace": self.namespace, "object": virtual_service(hosts=hosts),
                "kind": {"group": "networking.istio.io", "version": "v1", "kind": "VirtualService"}}}
            connection = http.client.HTTPSConnection("127.0.0.1", istiod.ports["https"], context=context)
            connection.request("POST", "/validate", json.dumps(review), {"Content-Type": "application/json"})
            response = json.load(connection.getresponse())["response"]
            connection.close()
            self.assertEqual((response["uid"], response["allowed"]), ("1", allowed), response)

    def test_the_gateway_controller_writes_status(self):
        self.assertEqual(wait_until(lambda: self.cluster.kubectl("get", "gatewayclass", "istio", "-o", "jsonpath={.spec.controllerName}",
                                                                 check=False).stdout, "the class"), "istio.io/gateway-controller")
        gateway = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "door"},
                   "spec": {"gatewayClassName": "istio", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}
        self.assertEqual(self.apply(gateway).returncode, 0)
        done = self.cluster.kubectl("wait", "--for=condition=Accepted", "gateway/door", "-n", self.namespace, "--timeout=300s", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        status = json.loads(self.cluster.kubectl("get", "gateways.gateway.networking.k8s.io", "door", "-n", self.namespace, "-o", "json").stdout)["status"]
        accepted = next(c for c in status["conditions"] if c["type"] == "Accepted")
        self.assertEqual(accepted["observedGeneration"], 1)

    def test_rights_to_one_kind_of_istio(self):
        grace = self.cluster.certificate_user("grace")
        self.cluster.grant(grace, [rule(["get", "patch", "create"], ["virtualservices"], ["networking.istio.io"])], self.namespace)
        self.assertEqual(self.apply(virtual_service("hers"), identity=grace).returncode, 0)
        other = {"apiVersion": NETWORKING, "kind": "DestinationRule", "metadata": {"name": "d"}, "spec": {"host": "reviews"}}
        self.assertIn("Forbidden", self.apply(other, identity=grace).stderr)

    def test_a_webhook_that_is_down_refuses_all_and_comes_back(self):
        # Its own class of trouble: the policy is Fail, as in Istio's charts.
        self.cluster.istiod.process.stop()
        done = self.apply(virtual_service("while-down"))
        self.assertEqual(done.returncode, 1)
        self.assertIn('failed calling webhook "validation.istio.io"', done.stderr)
        self.cluster.istiod.restart()
        self.assertEqual(self.apply(virtual_service("while-down")).returncode, 0)


class Definitions(unittest.TestCase):
    def test_definitions_arrive_in_a_running_cluster(self):
        with Cluster() as cluster:
            refused = cluster.kubectl("get", "virtualservices", check=False)
            self.assertIn("the server doesn't have a resource type", refused.stderr)
            installed = cluster.install_crds("istio")
            self.assertIn("virtualservices.networking.istio.io", installed)
            self.assertEqual(cluster.install_crds("istio"), [], "those that are there stay")
            namespace = cluster.namespace()
            done = cluster.kubectl("apply", "--server-side", "-n", namespace, "-f", "-", text=json.dumps(virtual_service(hosts=["*"])))
            self.assertEqual(done.returncode, 0, "without istiod nobody refuses it")
            for name in installed:
                self.assertEqual(cluster.kubectl("get", name, "-A", check=False).returncode, 0, name)


if __name__ == "__main__":
    unittest.main()
