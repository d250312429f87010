"""The promise of mesh_tenant, cell by cell: rendered by meshgen, decided by the evaluator.

Every pair of data-plane modes, with every combination of options, is one tenant of its own; all stand in one
mesh, so that each is also the stranger of all others.
"""

import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import yaml
from evaluator import Workload, World

BUILD = pathlib.Path(os.environ.get("MESH_BUILD_DIR", pathlib.Path(__file__).parents[2] / "build"))
GATEWAY = Workload("edge", "edge-gateway", "gateway")
GATEWAY_NEIGHBOUR = Workload("edge", "other-gateway", "gateway")
SCRAPER = Workload("monitoring", "prometheus", "ambient")
SCRAPER_NEIGHBOUR = Workload("monitoring", "grafana", "ambient")
MODES = ("sidecar", "ambient", "waypoint", "none")
METRICS, WEB, ADMIN = 9100, 8080, 9090


def render(platform):
    """The objects that meshgen renders, and what it said."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        json.dump(platform, file)
        file.flush()
        done = subprocess.run(
            [BUILD / "bin" / "meshgen", "render", "-f", file.name, "--stdout"],
            capture_output=True,
            check=False,
        )
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [d for d in yaml.load_all(done.stdout, Loader=loader) if d]


def spec_of(mode, name):
    if mode == "waypoint":
        return {"dataplane_mode": "ambient", "waypoint": {"name": f"{name}-waypoint"}}
    return {"dataplane_mode": mode}


class Tenant:
    """One tenant of the matrix: its configuration, and what is promised about it."""

    def __init__(self, number, modes, isolation, options):
        self.name = f"t{number}"
        self.modes = dict(zip((f"{self.name}-a", f"{self.name}-b"), modes))
        self.isolation = isolation
        self.options = options
        self.friend = f"friend{number}"

    def configuration(self):
        meshed = any(m != "none" for m in self.modes.values())
        mixed = meshed and "none" in self.modes.values()
        out = {
            "name": self.name,
            "namespaces": {n: spec_of(m, n) for n, m in self.modes.items()},
            "isolation": self.isolation,
            "guard": "guard" in self.options,
            "egress": "restricted" if "restricted" in self.options else "open",
        }
        if "gateway" in self.options:
            out["gateways"] = [{"namespace": "edge", "service_account": "edge-gateway"}]
        if "scraper" in self.options:
            out["scrapers"] = [
                {
                    "namespace": "monitoring",
                    "service_account": "prometheus",
                    "ports": [METRICS],
                    "mesh": True,
                }
            ]
        if "grants" in self.options:
            out["allow_from"] = [
                {"namespaces": [self.friend], "ports": [{"port": WEB, "service_port": WEB}]},
                {
                    "service_accounts": [f"{self.friend}/admin"],
                    "ports": [{"port": ADMIN, "service_port": ADMIN}],
                },
            ]
        if mixed and self.isolation == "tenant":
            out["allow_plaintext"] = [
                {
                    "namespaces": [n for n, m in self.modes.items() if m == "none"],
                    "to_namespaces": [n for n, m in self.modes.items() if m != "none"],
                    "ports": [WEB],
                    "selector": {"app": "x"},
                    "reason": "half of the tenant is outside the mesh",
                }
            ]
        return out

    def server(self, namespace):
        mode = self.modes[namespace]
        return Workload(namespace, "app", "ambient" if mode == "waypoint" else mode, (("app", "x"),))

    client = server

    def fenced(self):
        return self.isolation != "none"


def matrix():
    options = [
        (),
        ("gateway",),
        ("gateway", "scraper", "grants"),
        ("grants", "restricted", "guard"),
        ("gateway", "scraper", "grants", "restricted", "guard"),
    ]
    combinations = itertools.product(
        itertools.product(MODES, MODES), ("tenant", "namespace", "none"), options
    )
    return [Tenant(i, m, iso, o) for i, (m, iso, o) in enumerate(combinations)]


class Matrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tenants = matrix()
        cls.objects = render(
            {"resources": {"tenant": {t.name: t.configuration() for t in cls.tenants}}}
        )
        cls.world = World(cls.objects)

    def each(self, wanted=lambda t: True):
        """(tenant, namespace, server) of every fenced tenant that `wanted` picks."""
        for tenant in self.tenants:
            if tenant.fenced() and wanted(tenant):
                for namespace in tenant.modes:
                    yield tenant, namespace, tenant.server(namespace)

    def assert_allowed(self, client, server, port, note=""):
        verdict = self.world.connect(client, server, port)
        self.assertTrue(verdict, f"{client} -> {server}:{port} {note}: {verdict.why}")

    def assert_denied(self, client, server, port, note=""):
        verdict = self.world.connect(client, server, port)
        self.assertFalse(verdict, f"{client} -> {server}:{port} {note}: {verdict.why}")

    def test_own_to_own(self):
        for tenant, namespace, server in self.each():
            for own in tenant.modes:
                client = tenant.client(own)
                if tenant.isolation == "namespace" and own != namespace:
                    self.assert_denied(client, server, WEB, tenant.options)
                elif client.capture == "none" and server.capture != "none":
                    self.assert_allowed(client, server, WEB, "the plaintext door")
                    self.assert_denied(client, server, ADMIN, "no door there")
                else:
                    self.assert_allowed(client, server, WEB, tenant.options)

    def test_strangers(self):
        strangers = [
            self.tenants[-1].client(n) for n in self.tenants[-1].modes
        ] + [Workload("stranger", capture=c) for c in ("none", "sidecar", "ambient", "gateway")]
        for mode in MODES:
            other = next(t for t in self.tenants if t.fenced() and set(t.modes.values()) == {mode})
            strangers += [other.client(n) for n in other.modes]
        for tenant, _, server in self.each():
            for client in strangers:
                if client.namespace not in tenant.modes:
                    for port in (WEB, ADMIN, METRICS, 15020):
                        self.assert_denied(client, server, port, tenant.options)

    def test_only_the_named_gateway(self):
        for tenant, _, server in self.each():
            if "gateway" in tenant.options:
                self.assert_allowed(GATEWAY, server, WEB, tenant.options)
                if server.capture != "none":
                    self.assert_denied(GATEWAY_NEIGHBOUR, server, WEB, tenant.options)
            else:
                self.assert_denied(GATEWAY, server, WEB, tenant.options)

    def test_scrapers_reach_their_port_alone(self):
        for tenant, _, server in self.each():
            if "scraper" not in tenant.options:
                self.assert_denied(SCRAPER, server, METRICS, tenant.options)
                continue
            self.assert_allowed(SCRAPER, server, METRICS, tenant.options)
            self.assert_denied(SCRAPER, server, WEB, tenant.options)
            if server.capture != "none":
                self.assert_denied(SCRAPER_NEIGHBOUR, server, METRICS, tenant.options)

    def test_grants_are_per_caller_and_port(self):
        for tenant, _, server in self.each(lambda t: "grants" in t.options):
            anyone = Workload(tenant.friend, "web", "ambient")
            admin = Workload(tenant.friend, "admin", "ambient")
            self.assert_allowed(anyone, server, WEB, tenant.options)
            self.assert_allowed(admin, server, WEB, tenant.options)
            self.assert_allowed(admin, server, ADMIN, tenant.options)
            self.assert_denied(anyone, server, 7777, tenant.options)
            self.assert_denied(admin, server, 7777, tenant.options)
            if server.capture != "none":
                self.assert_denied(anyone, server, ADMIN, tenant.options)

    def test_plaintext_with_a_friends_address_is_no_identity(self):
        """Not even on a granted port; where a plaintext door is open, the port is said to be guarded by no identity."""
        for tenant, _, server in self.each(lambda t: "grants" in t.options):
            if server.capture != "none":
                client = Workload(tenant.friend, "web", "none")
                self.assert_denied(client, server, ADMIN)
                if "allow_plaintext" not in tenant.configuration():
                    self.assert_denied(client, server, WEB)

    def test_what_tenants_add_never_widens(self):
        for tenant, namespace, server in self.each(lambda t: t.options in ((), ("gateway",))):
            if server.capture == "none":
                continue
            allow_all = {
                "apiVersion": "security.istio.io/v1",
                "kind": "AuthorizationPolicy",
                "metadata": {"name": "allow-all", "namespace": namespace},
                "spec": {"rules": [{}]},
            }
            permissive = {
                "apiVersion": "security.istio.io/v1",
                "kind": "PeerAuthentication",
                "metadata": {"name": "open", "namespace": namespace},
                "spec": {
                    "selector": {"matchLabels": {"app": "x"}},
                    "mtls": {"mode": "PERMISSIVE"},
                },
            }
            world = World(self.objects + [allow_all, permissive])
            for capture in ("none", "sidecar", "ambient"):
                verdict = world.connect(Workload("stranger", capture=capture), server, WEB)
                self.assertFalse(verdict, f"{namespace} {capture}: {verdict.why}")

    def test_restricted_egress(self):
        """DNS, istiod and the tenant itself stay reachable; the metadata service and strangers do not."""
        dns = Workload("kube-system", labels=(("k8s-app", "kube-dns"),))
        istiod = Workload("istio-system", labels=(("app", "istiod"),))
        metadata = Workload("node", address="169.254.169.254")
        for tenant, namespace, client in self.each():
            restricted = "restricted" in tenant.options
            for protocol in ("TCP", "UDP"):
                self.assertTrue(self.world.network("Egress", client, dns, 53, protocol), namespace)
            if client.capture == "sidecar":
                self.assertTrue(self.world.network("Egress", client, istiod, 15012), namespace)
            for there in (metadata, Workload("stranger")):
                verdict = self.world.network("Egress", client, there, 80)
                self.assertEqual(bool(verdict), not restricted, f"{namespace}: {verdict.why}")

    def test_probes_and_metrics_of_the_mesh_itself(self):
        kubelet = Workload("node", address="169.254.7.127")
        for tenant, _, server in self.each():
            if server.capture == "ambient":
                self.assertTrue(self.world.network("Ingress", server, kubelet, WEB), tenant.name)

    def test_without_isolation_nothing_is_fenced(self):
        for tenant in self.tenants:
            if tenant.isolation == "none":
                for namespace in tenant.modes:
                    self.assert_allowed(Workload("stranger"), tenant.server(namespace), WEB)


class TrustDomains(unittest.TestCase):
    def test_identities_count_per_domain(self):
        tenant = Tenant(0, ("ambient", "sidecar"), "tenant", ())
        world = World(
            render(
                {
                    "mesh": {"trust_domains": ["new.example", "old.example"]},
                    "resources": {"tenant": {"t": tenant.configuration()}},
                }
            )
        )
        for namespace in tenant.modes:
            server = tenant.server(namespace)
            for domain, wanted in (("new.example", True), ("old.example", True), ("evil.example", False)):
                client = Workload("t0-a", "app", "ambient", domain=domain)
                verdict = world.connect(client, server, WEB)
                self.assertEqual(bool(verdict), wanted, f"{domain}: {verdict.why}")


class NoEmptyMatch(unittest.TestCase):
    """A DENY rule whose clause keeps no L4 predicate never matches in ztunnel: it fails open."""

    L4_SOURCE = {
        "namespaces", "notNamespaces", "principals", "notPrincipals", "serviceAccounts",
        "notServiceAccounts", "ipBlocks", "notIpBlocks",
    }
    L4_OPERATION = {"ports", "notPorts"}

    def test_every_clause_of_every_fence_is_l4_and_not_empty(self):
        objects = render(
            {"resources": {"tenant": {t.name: t.configuration() for t in matrix()}}}
        )
        seen = 0
        for policy in objects:
            if policy["kind"] != "AuthorizationPolicy":
                continue
            self.assertEqual(policy["spec"]["action"], "DENY")
            self.assertEqual(policy["metadata"]["annotations"]["istio.io/dry-run"], "false")
            self.assertTrue(policy["spec"]["rules"])
            for rule in policy["spec"]["rules"]:
                self.assertNotIn("when", rule)
                self.assertTrue(rule)
                for item in rule.get("from", []):
                    self.assertTrue(set(item["source"]) <= self.L4_SOURCE, item)
                    self.assertTrue(any(item["source"].values()), item)
                for item in rule.get("to", []):
                    self.assertTrue(set(item["operation"]) <= self.L4_OPERATION, item)
                    self.assertTrue(any(item["operation"].values()), item)
                seen += 1
        self.assertGreater(seen, 100)


if __name__ == "__main__":
    unittest.main()
