"""Credentials and certificates that change between runs and within one."""

import json

from .live import MAPS, Cluster, FaultProxy, LiveTest, faults, wait_until

MASTERS = ["system:masters"]
TOKENS = {f"token-{n}": ("deployer", MASTERS) for n in range(20)}
COUNT = 8
CLUSTER = None
# Each call gives the next token.
PLUGIN = """#!/bin/sh
calls=$(wc -l < "{log}")
echo called >> "{log}"
echo '{{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{{"token":"token-'$calls'"}}}}'
"""


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster(controllers=True, tokens=TOKENS).start()


def tearDownModule():
    CLUSTER.stop()


class TrustTest(LiveTest):
    def setUp(self):
        super().setUp()
        self.space = CLUSTER.namespace("trust")
        self.main(MAPS.format(count=COUNT, namespace=self.space))

    def nothing_lost(self):
        self.assertEqual(len(self.addresses()), COUNT)
        self.assertEqual(len(self.kubectl("-n", self.space, "get", "configmaps", "-o", "jsonpath={.items[*].data.a}").split()), COUNT)


class WithinARun(TrustTest):
    @classmethod
    def setUpClass(cls):
        # One that was started before the authority changed would not trust the server.
        cls.proxy = FaultProxy(CLUSTER)
        cls.addClassCleanup(cls.proxy.stop)

    def setUp(self):
        super().setUp()
        self.proxy.clear()

    def test_a_token_that_is_no_good_any_more_is_asked_for_anew(self):
        log, plugin = self.folder / "calls", self.folder / "plugin"
        log.write_text("")
        plugin.write_text(PLUGIN.format(log=log))
        plugin.chmod(0o700)
        execution = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(plugin), "interactiveMode": "Never"}}
        context = CLUSTER.context(CLUSTER.token_user("token-0"), server=self.proxy.server)
        file = json.loads(CLUSTER.write_kubeconfig({"default": context}).read_text())
        file["users"][0]["user"] = execution
        self.write("kubeconfig", json.dumps(file))
        self.connect(self.folder / "kubeconfig")
        rule = self.proxy.add(faults.unauthorized(), method="PATCH", nth=4)
        self.applied()
        self.assertTrue(self.proxy.hits(rule))
        # One for planning, one for applying, and one when the server refused that.
        self.assertEqual(log.read_text().split(), ["called"] * 3)
        self.nothing_lost()
        self.assert_clean()

    def test_a_server_certificate_that_changes(self):
        self.connect(CLUSTER.kubeconfig_for(CLUSTER.admin, server=self.proxy.server))
        self.plan()
        rule = self.proxy.add(faults.delay(120, at="executed"), method="PATCH", nth=4)
        process = self.start("apply", "-input=false", "-no-color", "-auto-approve")
        self.addCleanup(process.kill)
        wait_until(lambda: self.proxy.hits(rule) or process.poll() is not None, "a request that waits")
        self.assertIsNone(process.poll(), "the apply ended before the certificate changed")
        self.proxy.show_rotated_certificate()
        self.addCleanup(self.proxy.show_certificate)
        self.proxy.close_connections()
        self.proxy.clear()
        text = process.communicate(timeout=300)[0].decode()
        self.assertEqual(process.returncode, 0, text)
        self.nothing_lost()
        self.assert_clean()

    def test_a_certificate_for_another_name(self):
        self.connect(CLUSTER.kubeconfig_for(CLUSTER.admin, server=self.proxy.server))
        self.applied()
        self.proxy.show_wrong_name()
        self.addCleanup(self.proxy.show_certificate)
        self.proxy.close_connections()
        self.assert_refused(self.plan(), self.proxy.server, "does not trust the server's certificate", "tls_server_name")
        self.proxy.show_certificate()
        self.nothing_lost()
        self.assert_clean()


class BetweenRuns(TrustTest):
    def test_a_new_authority(self):
        named = CLUSTER.kubeconfig_for(CLUSTER.admin)
        embedded = CLUSTER.kubeconfig_for(CLUSTER.admin, embed=True)
        self.connect(embedded)
        self.applied()
        CLUSTER.rotate_ca()
        refused = self.plan()
        self.assert_refused(refused, CLUSTER.server, "does not trust the server's certificate", "certificate authority", "Verification")
        self.main(MAPS.format(count=COUNT, namespace=self.space).replace('a = "1"', 'a = "2"'))
        self.assert_refused(self.apply(), CLUSTER.server, "does not trust the server's certificate")
        self.nothing_lost()
        # The file that this one names is read anew.
        self.connect(named)
        self.applied()
        self.assert_clean()
        self.nothing_lost()
