"""A cluster behind a proxy that misbehaves: no object is lost or unknown to the state, and the next apply converges."""

import json
import os
import signal

from .live import MAPS, Cluster, FaultProxy, LiveTest, faults, wait_until

PROXY = None
COUNT = 12
ROUTES = """
resource "mesh_object" "m" {{
  count    = {count}
  manifest = {{
    apiVersion = "networking.istio.io/v1", kind = "VirtualService"
    metadata = {{ name = "m-${{count.index}}", namespace = "{namespace}" }}, spec = {{ hosts = ["a.example"] }}
  }}
}}
"""


def setUpModule():
    global PROXY
    LiveTest.cluster = Cluster(crds=["istio"], controllers=True).start()
    PROXY = FaultProxy(LiveTest.cluster)


def tearDownModule():
    LiveTest.cluster.stop()


class FaultTest(LiveTest):
    def setUp(self):
        super().setUp()
        PROXY.clear()
        self.connect(str(self.cluster.kubeconfig_for(self.cluster.admin, server=PROXY.server)))
        self.space = self.cluster.namespace("fault")

    def configure(self, count=COUNT, value="1"):
        self.main(MAPS.format(count=count, namespace=self.space).replace('a = "1"', f'a = "{value}"'))

    def converges(self, count=COUNT, value="1"):
        PROXY.clear()
        self.applied()
        self.assert_clean()
        self.assertEqual(len(self.addresses()), count)
        values = self.kubectl("-n", self.space, "get", "configmaps", "-o", "jsonpath={.items[*].data.a}").split()
        self.assertEqual(values, [value] * count)


ENDING = {
    "kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "reason": "Forbidden", "message": "it is being terminated",
    "details": {"causes": [{"reason": "NamespaceTerminating", "message": "namespace is being terminated", "field": "metadata.namespace"}]},
}
# Where the product itself gets over it. `count` requests are hit, or the first one for each of so many `objects`.
RIDDEN_OUT = {
    "reset before the server sees it": ([faults.reset("headers")], {"count": 5}),
    "reset within the request": ([faults.reset("body")], {"count": 5}),
    "reset after the server did it": ([faults.reset("executed")], {"count": 5}),
    "reset within the answer": ([faults.reset("half")], {"count": 5}),
    "closed before the server sees it": ([faults.close("headers")], {"count": 5}),
    "half an answer": ([faults.truncate()], {"count": 5}),
    "a storm of 429": ([faults.too_many(1)], {"count": 25}),
    "500 after the server did it": ([faults.status(500, executed=True, reason="InternalError")], {"objects": 5}),
    "503 with Retry-After": ([faults.status(503, retry_after=1)], {"count": 10}),
    "503 after the server did it": ([faults.status(503, executed=True)], {"count": 5}),
    "504 after the server did it": ([faults.status(504, executed=True, reason="Timeout")], {"objects": 5}),
    "a stream refused": ([faults.stream_reset("REFUSED_STREAM")], {"count": 5}),
    "GOAWAY before the request": ([faults.goaway("previous")], {"count": 3}),
    "GOAWAY with a lost connection": ([faults.goaway("this", close=True)], {"count": 3}),
    "a slow server": ([faults.delay(0.3)], {}),
}
# What only writes meet.
RIDDEN_OUT_BY_WRITES = {
    "admission has not yet seen that the namespace is a new one": ([faults.status(403, body=json.dumps(ENDING), content_type="application/json")], {"count": 5}),
}
# All of these hit one request, the list. After a 500 or a gateway's 504 it is sent three times in all: the server may have
# worked long for each.
READS = 3
LESS_READS = {"500 after the server did it": 2, "504 after the server did it": 2}
# Where a person has to know: what the message must say.
TOLD = {
    "a webhook refuses": ([faults.denied("no such host")], {"nth": 4, "count": 1}, ["validation.istio.io", "no such host"]),
    "a webhook is down": ([faults.webhook_down()], {"nth": 4}, ["validation.istio.io"]),
    "the token is refused for good": ([faults.unauthorized()], {"nth": 4}, ["credentials"]),
}


class RiddenOut(FaultTest):
    def rides_out(self, rules, match):
        matches = [{"path": f"/m-{number}$", "count": 1} for number in range(match["objects"])] if "objects" in match else [match]
        ids = [PROXY.add(rule, method="PATCH", **each) for rule in rules for each in matches]
        outcome = self.apply()
        self.assertEqual(outcome.code, 0, outcome.raw)
        self.assertNotIn("somebody else", outcome.raw)
        self.assertTrue(all(PROXY.hits(each) for each in ids), "the fault happened")

    def test_writes(self):
        for name, (rules, match) in {**RIDDEN_OUT, **RIDDEN_OUT_BY_WRITES}.items():
            with self.subTest(name):
                self.setUp()
                self.configure()
                self.rides_out(rules, match)
                self.converges()

    def test_writes_that_may_only_create(self):
        """Sent again after a lost answer, they meet what they have made themselves."""
        for name in (name for name in RIDDEN_OUT if "did it" in name or "answer" in name):
            with self.subTest(name):
                self.setUp()
                self.main(ROUTES.format(count=COUNT, namespace=self.space))
                self.rides_out(*RIDDEN_OUT[name])
                PROXY.clear()
                self.assert_clean()
                self.assertEqual(len(self.addresses()), COUNT)

    def test_reads(self):
        self.configure()
        self.applied()
        for name, (rules, match) in RIDDEN_OUT.items():
            with self.subTest(name):
                PROXY.clear()
                often = {"count": LESS_READS.get(name, min(match.get("count", READS), READS))}
                ids = [PROXY.add(rule, method="GET", path="configmaps", **often) for rule in rules]
                outcome = self.plan()
                self.assertEqual(outcome.code, 0, outcome.raw)
                self.assertTrue(all(PROXY.hits(each) for each in ids), "the fault happened")

    def test_a_list_that_expires_between_pages(self):
        self.configure(count=1)
        self.applied()
        for begin in range(0, 700, 100):
            objects = [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"other-{n}", "namespace": self.space}} for n in range(begin, begin + 100)]
            self.cluster.kubectl("create", "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
        rule = PROXY.add(faults.expired_list(), method="GET", query="continue=", count=1)
        self.assert_clean()
        self.assertEqual(PROXY.hits(rule), 1)


class Told(FaultTest):
    def test_what_a_person_must_know(self):
        for name, (rules, match, texts) in TOLD.items():
            with self.subTest(name):
                self.setUp()
                self.configure()
                for rule in rules:
                    PROXY.add(rule, method="PATCH", **match)
                self.assert_refused(self.apply(), *texts)
                self.converges()

    def test_a_quota_that_is_used_up(self):
        self.kubectl("-n", self.space, "create", "quota", "few", "--hard=count/configmaps=4")
        self.kubectl("-n", self.space, "wait", "--for=jsonpath={.status.used}", "quota/few", "--timeout=300s")
        self.configure(count=6)
        self.assert_refused(self.apply(), "few", "quota")
        self.kubectl("-n", self.space, "delete", "quota", "few")
        self.applied()
        self.assert_clean()

    def test_a_namespace_that_is_being_deleted(self):
        self.configure(count=1)
        self.applied()
        self.kubectl("-n", self.space, "patch", "configmap", "m-0", "--type=merge", "-p", '{"metadata":{"finalizers":["example.com/hold"]}}')
        self.kubectl("delete", "namespace", self.space, "--wait=false")
        self.configure(count=2)
        self.assert_refused(self.apply(), self.space, "being deleted")
        self.kubectl("-n", self.space, "patch", "configmap", "m-0", "--type=json", "-p", '[{"op":"remove","path":"/metadata/finalizers"}]')
        self.kubectl("wait", "--for=delete", f"namespace/{self.space}", "--timeout=300s")


class Killed(FaultTest):
    def kill(self, victim, nth=5):
        """kill -9 while some objects are written and others wait at the proxy."""
        self.plan()
        rule = PROXY.add(faults.delay(120, at="executed"), method="PATCH", nth=nth)
        process = self.start("apply", "-input=false", "-no-color", "-auto-approve")
        self.addCleanup(process.kill)
        wait_until(lambda: PROXY.hits(rule) >= 2 or process.poll() is not None, "two requests that wait")
        self.assertIsNone(process.poll(), "the apply ended before it was killed")
        providers = self.children(process.pid)
        self.assertTrue(providers)
        for pid in [process.pid] if victim == "host" else providers:
            os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=300)
        PROXY.clear()

    def recovers(self, **more):
        outcome = self.apply("-lock-timeout=30s")
        self.assertEqual(outcome.code, 0, outcome.raw)
        self.converges(**more)

    def test_the_provider(self):
        self.configure()
        self.kill("provider")
        self.recovers()

    def test_the_host(self):
        self.configure()
        self.kill("host")
        self.recovers()

    def test_the_host_twice(self):
        """What the first run left is taken up by the second, which is killed in the middle of that, too."""
        self.configure(count=24)
        self.kill("host", nth=13)
        self.kill("host", nth=6)
        self.recovers(count=24)
