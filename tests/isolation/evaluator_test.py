"""The evaluator itself, on cases whose answers the documentation of the APIs gives."""

import unittest

from evaluator import Workload, World


def policy(name, spec, namespace="a", annotations=None):
    return {
        "apiVersion": "security.istio.io/v1",
        "kind": "AuthorizationPolicy",
        "metadata": {"name": name, "namespace": namespace, "annotations": annotations or {}},
        "spec": spec,
    }


def strict(namespace="a"):
    return {
        "apiVersion": "security.istio.io/v1",
        "kind": "PeerAuthentication",
        "metadata": {"name": "default", "namespace": namespace},
        "spec": {"mtls": {"mode": "STRICT"}},
    }


SERVER = Workload("a", capture="ambient")
SAME = Workload("a", capture="ambient")
OTHER = Workload("b", capture="ambient")
PLAIN = Workload("b")


class Authorization(unittest.TestCase):
    def test_without_policies_everything_passes(self):
        self.assertTrue(World([]).connect(PLAIN, SERVER, 80))

    def test_an_allow_policy_without_rules_denies_all_and_with_an_empty_rule_allows_all(self):
        self.assertFalse(World([policy("none", {})]).connect(SAME, SERVER, 80))
        self.assertTrue(World([policy("all", {"rules": [{}]})]).connect(OTHER, SERVER, 80))

    def test_negatives_match_callers_without_identity(self):
        deny = policy(
            "deny", {"action": "DENY", "rules": [{"from": [{"source": {"notNamespaces": ["a"]}}]}]}
        )
        world = World([deny])
        self.assertTrue(world.connect(SAME, SERVER, 80))
        self.assertFalse(world.connect(OTHER, SERVER, 80))
        self.assertFalse(world.connect(PLAIN, SERVER, 80))

    def test_deny_wins_over_allow_and_dry_run_does_not_count(self):
        deny = {"action": "DENY", "rules": [{}]}
        allow = policy("allow", {"rules": [{}]})
        self.assertFalse(World([policy("deny", deny), allow]).connect(SAME, SERVER, 80))
        shadow = policy("deny", deny, annotations={"istio.io/dry-run": "true"})
        self.assertTrue(World([shadow, allow]).connect(SAME, SERVER, 80))

    def test_policies_with_targets_do_not_guard_workloads(self):
        spec = {"action": "DENY", "rules": [{}], "targetRefs": [{"kind": "Gateway", "name": "w"}]}
        self.assertTrue(World([policy("deny", spec)]).connect(SAME, SERVER, 80))

    def test_strict_refuses_plaintext_only(self):
        world = World([strict()])
        self.assertFalse(world.connect(PLAIN, SERVER, 80))
        self.assertTrue(world.connect(OTHER, SERVER, 80))
        permissive = {
            **strict(),
            "spec": {"selector": {"matchLabels": {}}, "portLevelMtls": {80: {"mode": "PERMISSIVE"}}},
        }
        world = World([strict(), permissive])
        self.assertTrue(world.connect(PLAIN, SERVER, 80))
        self.assertFalse(world.connect(PLAIN, SERVER, 81))


class Network(unittest.TestCase):
    def world(self, ingress):
        return World(
            [
                {
                    "apiVersion": "networking.k8s.io/v1",
                    "kind": "NetworkPolicy",
                    "metadata": {"name": "np", "namespace": "a"},
                    "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": ingress},
                }
            ]
        )

    def test_no_rules_is_nothing_and_an_empty_rule_is_everything(self):
        self.assertFalse(self.world([]).connect(SAME, SERVER, 80))
        self.assertTrue(self.world([{}]).connect(PLAIN, SERVER, 80))

    def test_mesh_traffic_arrives_on_the_tunnel_port(self):
        world = self.world([{"ports": [{"port": 80}]}])
        self.assertFalse(world.connect(SAME, SERVER, 80))
        self.assertTrue(world.connect(PLAIN, SERVER, 80))
        self.assertTrue(self.world([{"ports": [{"port": 15008}]}]).connect(SAME, SERVER, 80))

    def test_two_selectors_in_one_peer_are_and_two_peers_are_or(self):
        named = {"matchLabels": {"kubernetes.io/metadata.name": "b"}}
        red = {"matchLabels": {"color": "red"}}
        both = self.world([{"from": [{"namespaceSelector": named, "podSelector": red}]}])
        self.assertFalse(both.connect(PLAIN, SERVER, 80))
        self.assertTrue(both.connect(Workload("b", labels=(("color", "red"),)), SERVER, 80))
        either = self.world([{"from": [{"namespaceSelector": named}, {"podSelector": red}]}])
        self.assertTrue(either.connect(PLAIN, SERVER, 80))
        self.assertFalse(either.connect(Workload("c", labels=(("color", "red"),)), SERVER, 80))


if __name__ == "__main__":
    unittest.main()
