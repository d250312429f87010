"""Users are who they say and may do what they were granted; the audit log tells what each of them asked."""

import http.client
import json
import ssl
import subprocess
import unittest

from cluster import Cluster, FaultProxy, rule

READ = rule(["get", "list"], ["configmaps"])


class Users(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(tokens={"token-carol": ("carol", ["dev", "ops"])})
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()
        cls.proxy = FaultProxy(cls.cluster)

    def setUp(self):
        self.namespace = self.cluster.namespace()

    def whoami(self, identity, *arguments, server=None):
        file = self.cluster.kubeconfig_for(identity, server=server)
        done = subprocess.run([self.cluster.kubectl_program, "--kubeconfig", file, "auth", "whoami", "-o", "json", *arguments],
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        info = json.loads(done.stdout)["status"]["userInfo"]
        return info["username"], sorted(set(info["groups"]) - {"system:authenticated"})

    def identities(self):
        return {
            "certificate": (self.cluster.certificate_user("alice/x", ["dev", "team+a"]), ("alice/x", ["dev", "team+a"])),
            "static token": (self.cluster.token_user("token-carol"), ("carol", ["dev", "ops"])),
            "service account": (self.cluster.service_account(self.namespace, "robot"),
                                (f"system:serviceaccount:{self.namespace}:robot",
                                 ["system:serviceaccounts", f"system:serviceaccounts:{self.namespace}"])),
        }

    def test_the_server_and_the_proxy_know_each_sort_of_user(self):
        for sort, (identity, wanted) in self.identities().items():
            for way in (self.cluster.server, self.proxy.server):
                with self.subTest(sort=sort, way=way):
                    self.assertEqual(self.whoami(identity, server=way), wanted)

    def test_impersonation_passes_the_proxy(self):
        found = self.whoami(self.cluster.admin, "--as=zoe", "--as-group=crew", server=self.proxy.server)
        self.assertEqual(found, ("zoe", ["crew"]))
        mere = self.cluster.certificate_user("mere")
        file = self.cluster.kubeconfig_for(mere, server=self.proxy.server)
        refused = subprocess.run([self.cluster.kubectl_program, "--kubeconfig", file, "get", "ns", "--as=zoe"], capture_output=True, text=True)
        self.assertIn('User "mere" cannot impersonate', refused.stderr)

    def test_nobody_becomes_somebody_by_the_proxys_headers(self):
        context = ssl.create_default_context(cadata=self.cluster.ca)
        for way in (self.cluster.server, self.proxy.server):
            connection = http.client.HTTPSConnection(way.removeprefix("https://"), context=context)
            connection.request("GET", "/api/v1/secrets", headers={"X-Remote-User": "admin", "X-Remote-Group": "system:masters"})
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            with self.subTest(way=way):
                self.assertEqual(answer.status, 403)
                self.assertIn('"system:anonymous\\" cannot list', text)

    def test_a_users_certificate_of_another_authority_is_nobodys(self):
        stranger = self.cluster.front_authority.client("stranger", "admin", ["system:masters"])
        context = ssl.create_default_context(cadata=self.cluster.ca)
        context.load_cert_chain(stranger.certificate, stranger.key)
        connection = http.client.HTTPSConnection(self.proxy.server.removeprefix("https://"), context=context)
        connection.request("GET", "/api/v1/secrets")
        self.assertIn(connection.getresponse().status, (401, 403))
        connection.close()

    def test_rights_are_what_was_granted_and_hold_at_once(self):
        for sort, (identity, _) in self.identities().items():
            with self.subTest(sort=sort):
                refused = self.cluster.kubectl("get", "configmaps", "-n", self.namespace, identity=identity, check=False)
                self.assertIn("Forbidden", refused.stderr)
                self.cluster.grant(identity, [READ], self.namespace)
                self.assertEqual(self.cluster.kubectl("get", "configmaps", "-n", self.namespace, identity=identity).returncode, 0)
                for forbidden in (["delete", "configmap", "x", "-n", self.namespace], ["get", "secrets", "-n", self.namespace],
                                  ["get", "configmaps", "-n", "default"], ["get", "configmaps", "-A"]):
                    self.assertIn("Forbidden", self.cluster.kubectl(*forbidden, identity=identity, check=False).stderr)

    def test_rights_in_the_whole_cluster(self):
        dora = self.cluster.certificate_user("dora")
        self.cluster.grant(dora, [READ])
        self.assertEqual(self.cluster.kubectl("get", "configmaps", "-A", identity=dora).returncode, 0)

    def test_each_context_of_a_file_is_a_user_in_a_namespace(self):
        erin = self.cluster.certificate_user("erin")
        self.cluster.grant(erin, [READ], self.namespace)
        file = self.cluster.write_kubeconfig({
            "erin": self.cluster.context(erin, self.namespace, embed=True),
            "carol": self.cluster.context(self.cluster.token_user("token-carol"), self.namespace, self.proxy.server)}, current="carol")

        def get(*arguments):
            return subprocess.run([self.cluster.kubectl_program, "--kubeconfig", file, *arguments, "get", "configmaps"],
                                  capture_output=True, text=True, timeout=300)
        self.assertIn('User "carol" cannot list resource "configmaps"', get().stderr)
        self.assertIn(f'namespace "{self.namespace}"', get().stderr)
        self.assertEqual(get("--context", "erin").returncode, 0)

    def test_the_audit_log_counts_what_a_user_asked(self):
        frank = self.cluster.certificate_user("frank")
        self.cluster.grant(frank, [READ], self.namespace)
        mark = self.cluster.audit.mark()
        context = ssl.create_default_context(cadata=self.cluster.ca)
        context.load_cert_chain(frank.pair.certificate, frank.pair.key)
        connection = http.client.HTTPSConnection("127.0.0.1", self.cluster.port, context=context)
        place = f"/api/v1/namespaces/{self.namespace}/configmaps"
        for method, path in (("GET", place + "?limit=5"), ("GET", place + "?limit=5"), ("GET", place + "/gone"), ("DELETE", place + "/x?dryRun=All")):
            connection.request(method, path, headers={"User-Agent": "eye/1"})
            connection.getresponse().read()
        connection.close()
        audit = self.cluster.audit
        self.assertEqual(audit.count(since=mark, agent="eye/1"),
                         {("list", "configmaps"): 2, ("get", "configmaps"): 1, ("delete", "configmaps"): 1})
        self.assertEqual(audit.count(["user", "status"], mark, resource="nothing"), {})
        answered = audit.answered(mark, user="frank")
        self.assertEqual([(r.verb, r.name, r.status, r.dry_run) for r in answered],
                         [("list", "", 200, False), ("list", "", 200, False), ("get", "gone", 404, False), ("delete", "x", 403, True)])
        self.assertEqual({r.namespace for r in answered}, {self.namespace})
        self.assertEqual(audit.requests(mark, user="tests"), [], "the tests' own requests are not counted")


if __name__ == "__main__":
    unittest.main()
