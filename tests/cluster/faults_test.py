"""Each fault does what it says, to curl by HTTP/1.1 and by HTTP/2; the audit log says whether the server executed the request."""

import hashlib
import json
import subprocess
import unittest
from dataclasses import dataclass

from cluster import Cluster, FaultProxy, faults
from cluster.processes import wait_until

TOKENS = ("token-alice", "token-alice-again")
PROTOCOLS = {"h1": "--http1.1", "h2": "--http2"}
# curl's exit codes for a connection that ended where it must not.
BROKEN = {16, 18, 35, 52, 55, 56, 92}
CERTIFICATE_REFUSED = 60


@dataclass(frozen=True)
class Seen:
    code: int
    status: int
    headers: dict
    body: str
    said: str

    @property
    def json(self):
        return json.loads(self.body)


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(tokens={token: ("alice", ["system:masters"]) for token in TOKENS})
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()
        cls.proxy = FaultProxy(cls.cluster)
        cls.namespace = cls.cluster.namespace()
        cls.place = f"/api/v1/namespaces/{cls.namespace}/configmaps"
        cls.made = 0

    def setUp(self):
        self.fresh()

    def fresh(self):
        self.proxy.clear()
        self.proxy.show_certificate()
        self.proxy.reset_counts()

    def curl(self, protocol, path, *arguments, token=TOKENS[0], server=None):
        command = ["curl", "-sS", "-D", "-", PROTOCOLS[protocol], "--max-time", "300", "--noproxy", "*", "--cacert", self.cluster.ca_file,
                   "-H", f"Authorization: Bearer {token}", *arguments, (server or self.proxy.server) + path]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
        head, _, body = done.stdout.decode().partition("\r\n\r\n")
        while head.startswith("HTTP/1.1 100"):
            head, _, body = body.partition("\r\n\r\n")
        lines = head.splitlines()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        return Seen(done.returncode, int(lines[0].split()[1]) if lines else 0, headers, body, done.stderr.decode())

    def create(self, protocol, *arguments, size=10, token=TOKENS[0]):
        """Creates a ConfigMap by curl; what curl saw, and whether the server has the object."""
        type(self).made += 1
        name = f"c{self.made}"
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "x" * size}}
        seen = self.curl(protocol, self.place, "-H", "Content-Type: application/json", "--data-raw", json.dumps(body), *arguments, token=token)
        return seen, self.cluster.api.ask("GET", f"{self.place}/{name}").status == 200

    def each_protocol(self):
        for protocol in PROTOCOLS:
            with self.subTest(protocol=protocol):
                self.fresh()
                yield protocol

    # Without a rule

    def test_without_rules_the_proxy_changes_nothing(self):
        for protocol in self.each_protocol():
            seen, exists = self.create(protocol)
            self.assertEqual((seen.code, seen.status, exists), (0, 201, True), seen)
            direct, through = (self.curl(protocol, "/openapi/v2", server=server) for server in (self.cluster.server, self.proxy.server))
            self.assertGreater(len(direct.body), 1_000_000)
            self.assertEqual(hashlib.sha256(direct.body.encode()).digest(), hashlib.sha256(through.body.encode()).digest())
            self.assertEqual([(entry["method"], entry["protocol"], entry["executed"], entry["status"], entry["ended"]) for entry in self.proxy.finished()],
                             [("POST", protocol, 201, 201, "complete"), ("GET", protocol, 200, 200, "complete")])

    def test_a_large_request_goes_through(self):
        for protocol in self.each_protocol():
            with self.subTest(protocol=protocol):
                name = f"large-{protocol}"
                file = self.cluster.folder / "large.json"
                file.write_text(json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "x" * 1_000_000}}))
                seen = self.curl(protocol, self.place, "-H", "Content-Type: application/json", "--data-binary", f"@{file}")
                self.assertEqual((seen.code, seen.status), (0, 201), seen)
                self.assertEqual(self.proxy.finished()[0]["bytes_in"], file.stat().st_size)

    def test_kubectl_works_through_it(self):
        file = self.cluster.kubeconfig_for(self.cluster.certificate_user("kate", ["system:masters"]), server=self.proxy.server)
        done = subprocess.run([self.cluster.kubectl_program, "--kubeconfig", file, "get", "namespace", self.namespace, "-o", "name"],
                              capture_output=True, text=True)
        self.assertEqual(done.stdout, f"namespace/{self.namespace}\n", done.stderr)
        self.assertEqual({(entry["user"], entry["protocol"]) for entry in self.proxy.finished()}, {("kate", "h2")})

    def test_it_speaks_each_protocol_with_the_server_and_can_refuse_http2_to_clients(self):
        for upstream in ("h1", "h2"):
            proxy = FaultProxy(self.cluster, upstream_protocol=upstream, h1_only=upstream == "h1")
            self.addCleanup(proxy.stop)
            seen = self.curl("h2", "/version", "-w", "%{http_version}", server=proxy.server)
            self.assertEqual((seen.code, seen.status, seen.body[-1 if upstream == "h2" else -3:]), (0, 200, {"h1": "1.1", "h2": "2"}[upstream]))

    # Connections that break

    def test_broken_connections_before_and_after_execution(self):
        for protocol in self.each_protocol():
            for fault in (faults.reset, faults.close):
                for at, executed in (("headers", False), ("body", False), ("executed", True), ("half", True)):
                    with self.subTest(fault=fault.__name__, at=at):
                        self.fresh()
                        rule = self.proxy.add(fault(at), method="POST", count=1)
                        seen, exists = self.create(protocol)
                        self.assertIn(seen.code, BROKEN, seen)
                        self.assertEqual((self.proxy.hits(rule), exists), (1, executed))
                        entry = self.proxy.finished()[0]
                        self.assertEqual((entry["executed"], entry["ended"]), (201 if executed else 0, "cut"))
                        if at != "half":
                            self.assertEqual((seen.status, seen.body), (0, ""))
                        elif fault is faults.close:  # a reset may overtake what was sent before
                            self.assertEqual(seen.status, 201)
                            self.assertEqual(len(seen.body), int(seen.headers["content-length"]) // 2)
                        self.assertEqual(self.create(protocol)[0].status, 201, "once is once")

    def test_half_an_answer_of_a_list(self):
        for protocol in self.each_protocol():
            self.proxy.add(faults.close("half"), path="/configmaps$", method="GET")
            seen = self.curl(protocol, self.place)
            self.assertIn(seen.code, BROKEN)
            self.assertRaises(json.JSONDecodeError, lambda seen=seen: seen.json)

    def test_a_truncated_body(self):
        for protocol in self.each_protocol():
            self.proxy.add(faults.truncate(), path="/version")
            seen = self.curl(protocol, "/version")
            self.assertIn(seen.code, BROKEN, seen)
            self.assertEqual(seen.headers.get("transfer-encoding") == "chunked", protocol == "h1")
            self.assertEqual(self.proxy.finished()[0]["bytes_out"], len(seen.body))
            self.assertRaises(json.JSONDecodeError, lambda seen=seen: seen.json)

    def test_a_server_that_goes_away_behind_the_proxy(self):
        for protocol in self.each_protocol():
            self.cluster.stop_api_server()
            seen = self.curl(protocol, "/version")
            self.cluster.start_api_server()
            self.assertIn(seen.code, BROKEN)
            self.assertEqual(self.curl(protocol, "/version").status, 200)

    # Answers of the proxy

    def test_statuses_with_and_without_execution(self):
        for protocol in self.each_protocol():
            for code, reason in ((500, "InternalError"), (503, "ServiceUnavailable"), (504, "Timeout"), (409, "Conflict")):
                for executed in (False, True):
                    with self.subTest(code=code, executed=executed):
                        self.fresh()
                        self.proxy.add(faults.status(code, executed), method="POST")
                        seen, exists = self.create(protocol)
                        self.assertEqual((seen.code, seen.status, exists), (0, code, executed))
                        self.assertEqual((seen.json["kind"], seen.json["code"], seen.json["reason"]), ("Status", code, reason))
                        self.assertNotIn("retry-after", seen.headers)

    def test_a_storm_of_429_ends(self):
        for protocol in self.each_protocol():
            for retry_after in (1, None):
                self.fresh()
                self.proxy.add(faults.too_many(retry_after), method="POST", count=3)
                found = [self.create(protocol) for _ in range(4)]
                self.assertEqual([(seen.status, exists) for seen, exists in found], [(429, False)] * 3 + [(201, True)])
                self.assertEqual(found[0][0].headers.get("retry-after"), retry_after and str(retry_after))
                self.assertEqual(found[0][0].body, "Too many requests, please try again later.\n")

    def test_rules_choose_by_number(self):
        for protocol in self.each_protocol():
            self.proxy.add(faults.status(503), path="/version", nth=2, every=2, count=2)
            self.assertEqual([self.curl(protocol, "/version").status for _ in range(7)], [200, 503, 200, 503, 200, 200, 200])

    def test_rules_choose_by_what_is_asked(self):
        for protocol in self.each_protocol():
            for match, hit in (({"method": "GET|PUT"}, True), ({"method": "GE"}, False), ({"path": "^/ver"}, True), ({"path": "^ver"}, False),
                               ({"query": "x=1"}, True), ({"query": "x=2"}, False), ({"header": {"user-agent": "^curl/"}}, True),
                               ({"header": {"User-Agent": "kubectl"}}, False), ({"protocol": protocol}, True), ({"server": 1}, False),
                               ({"path": "^/version$", "query": "^x=1$", "method": "GET"}, True)):
                with self.subTest(match=match):
                    self.fresh()
                    self.proxy.add(faults.status(418, body="teapot"), **match)
                    self.assertEqual(self.curl(protocol, "/version?x=1").status == 418, hit)

    def test_the_first_rule_that_is_due_decides(self):
        self.proxy.add(faults.status(500), path="/version", count=1, name="once")
        self.proxy.add(faults.status(503), path="/version")
        self.assertEqual([self.curl("h2", "/version").status for _ in range(2)], [500, 503])
        self.assertEqual(self.proxy.counts()["faults"], {"status": 2})

    def test_401_until_another_token_comes(self):
        for protocol in self.each_protocol():
            self.proxy.add(faults.unauthorized())
            statuses = [self.curl(protocol, "/api/v1/namespaces", token=token).status for token in (*TOKENS, TOKENS[0], TOKENS[1])]
            self.assertEqual(statuses, [401, 200, 401, 200])

    def test_410_for_a_page_with_and_without_a_way_on(self):
        for _ in range(3):
            self.create("h2")
        for protocol in self.each_protocol():
            for same in (False, True):
                self.fresh()
                token = self.curl(protocol, f"{self.place}?limit=1").json["metadata"]["continue"]
                self.proxy.add(faults.expired_list(same), query="continue=", count=1)
                page = f"{self.place}?limit=1&continue={token}"
                seen = self.curl(protocol, page)
                self.assertEqual((seen.status, seen.json["reason"], seen.json["metadata"].get("continue")), (410, "Expired", token if same else None))
                self.assertEqual(self.curl(protocol, page).status, 200)

    def test_webhooks_that_refuse_or_are_down(self):
        for protocol in self.each_protocol():
            for fault, code, text in ((faults.denied("no"), 400, 'admission webhook "validation.istio.io" denied the request: no'),
                                      (faults.webhook_down(), 500, "failed calling webhook")):
                self.fresh()
                self.proxy.add(fault, method="POST")
                seen, exists = self.create(protocol)
                self.assertEqual((seen.status, exists), (code, False))
                self.assertIn(text, seen.json["message"])

    def test_what_is_no_kubernetes_answer(self):
        page = "<html><body>502 Bad Gateway</body></html>"
        for protocol in self.each_protocol():
            self.proxy.add(faults.status(502, body=page, content_type="text/html"))
            seen = self.curl(protocol, "/version")
            self.assertEqual((seen.status, seen.headers["content-type"], seen.body), (502, "text/html", page))

    # Certificates

    def test_certificates_that_must_be_refused(self):
        for protocol in self.each_protocol():
            for show, text in ((self.proxy.show_expired_certificate, "expired"), (self.proxy.show_wrong_name, "127.0.0.1")):
                self.fresh()
                show()
                seen = self.curl(protocol, "/version")
                self.assertEqual((seen.code, seen.status), (CERTIFICATE_REFUSED, 0))
                self.assertIn(text, seen.said)
                self.assertEqual(self.proxy.counts()["requests"], 0)
                self.proxy.show_certificate()
                self.assertEqual(self.curl(protocol, "/version").status, 200)

    def test_a_rotated_authority(self):
        old = self.cluster.folder / "old-ca.pem"
        old.write_text(self.cluster.ca)
        self.cluster.rotate_ca()
        self.assertEqual(self.curl("h2", "/version").code, CERTIFICATE_REFUSED, "the proxy still shows the old one's")
        self.proxy.show_rotated_certificate()
        self.assertEqual(self.curl("h2", "/version").status, 200)
        self.assertEqual(self.curl("h2", "/version", "--cacert", old).code, CERTIFICATE_REFUSED)
        self.proxy.pair = self.cluster.authority.server("faultproxy-rotated")

    # Watches

    def test_a_watch_flows_and_stalls(self):
        for protocol in self.each_protocol():
            namespace = self.cluster.namespace()
            place = f"/api/v1/namespaces/{namespace}/configmaps?watch=true&timeoutSeconds=300"
            watch = subprocess.Popen(["curl", "-sN", PROTOCOLS[protocol], "--noproxy", "*", "--cacert", self.cluster.ca_file, "-H",
                                      f"Authorization: Bearer {TOKENS[0]}", self.proxy.server + place], stdout=subprocess.PIPE, text=True)
            self.cluster.kubectl("create", "configmap", "news", "-n", namespace)
            self.assertEqual(json.loads(watch.stdout.readline())["type"], "ADDED")
            watch.kill()
            watch.communicate()
            self.assertEqual([entry["ended"] for entry in self.proxy.finished()], ["cancelled"], "the server is told that nobody watches")
            self.proxy.add(faults.stall(120, after=10), query="watch=true")
            watch = subprocess.Popen(watch.args, stdout=subprocess.PIPE, text=True)
            wait_until(lambda: self.proxy.log(bytes_out=10), "the first bytes of the event")
            self.proxy.clear()
            self.assertEqual((len(watch.communicate()[0]), watch.returncode in BROKEN), (10, True))

    # The control

    def test_rules_that_make_no_sense_are_refused(self):
        for fault, match, text in (({"kind": "no"}, {}, "no fault"), (faults.reset("later"), {}, "cannot happen at"), (faults.status(99), {}, "99"),
                                   (faults.stream_reset("NO_SUCH"), {}, "no HTTP/2 error"), (faults.delay(0), {}, "needs seconds"),
                                   (faults.delay(1e9), {}, "between 0 and 120"), (faults.reset(), {"path": "("}, "path"),
                                   (faults.reset(), {"verb": "GET"}, "unknown field"), (faults.status(500), {"on": "connect"}, "cannot happen|for rules on"),
                                   (faults.reset("accept"), {}, "for rules on connections")):
            with self.subTest(fault=fault, match=match):
                self.assertRaisesRegex(ValueError, text, self.proxy.add, fault, **match)

    def test_no_credential_is_in_the_log(self):
        self.curl("h2", "/version")
        self.curl("h1", "/version")
        self.assertEqual(len(self.proxy.finished()), 2)
        self.assertNotIn(TOKENS[0], self.proxy.ask("GET", "/log", raw=True) + self.proxy.process.log.read_text())


if __name__ == "__main__":
    unittest.main()
