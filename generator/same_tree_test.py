#!/usr/bin/env python3
"""Provider and generator make the same tree, byte for byte, inventory included, from the same input.

same_tree_test.py MESHGEN ROOT: with every host that tests/counterparts/hosts names. The input is one JSON document: the
host reads it as JSON configuration, and meshgen as a platform file, since JSON is YAML.
"""

import copy
import json
import os
import pathlib
import subprocess
import sys
import unittest

MESHGEN, ROOT = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/e2e"))
import workspace  # noqa: E402

HEAD = {
    "owner": "tests",
    "directory": {"path": "tree"},
    "mesh": {"trust_domains": ["a.example", "b.example"], "default_labels": {"team": "x"}},
    "ignore_labels": ["cost/*"],
}
RESOURCES = {
    "tenant": {
        "shop": {
            "name": "shop",
            "client": "acme",
            "namespaces": {
                "shop-web": {"dataplane_mode": "ambient", "waypoint": {"name": "waypoint", "ingress": True}},
                "shop-db": {"dataplane_mode": "sidecar"},
                "shop-old": {"dataplane_mode": "ambient"},
            },
            "gateways": [{"namespace": "ingress", "service_account": "public"}],
            "allow_from": [{"service_accounts": ["billing/invoices"], "ports": [{"port": 8080}]}],
            "quota": {"requests.cpu": "8"},
            "egress": "restricted",
            "guard": True,
        },
        "lab": {"name": "lab", "namespaces": {"lab": {"dataplane_mode": "sidecar"}}, "on_destroy": "delete"},
    },
    "topic": {
        "orders": {"name": "Orders.v1", "namespace": "kafka", "kafka_cluster": "main", "partitions": 12,
                   "config": {"retention.ms": "31536000000"}},
    },
    "gateway_route": {
        "shop": {"name": "shop", "namespace": "shop-web", "gateway": {"name": "public", "namespace": "ingress"},
                 "hostnames": ["shop.example.com"],
                 "rules": [{"path_prefix": "/api", "timeout": "10s", "backends": [{"service": "api", "port": 8080}]}]},
    },
    "object": {
        "settings": {
            "manifest": {"apiVersion": "v1", "kind": "ConfigMap",
                         "metadata": {"name": "settings", "namespace": "shop-web", "labels": {"cost/center": "1", "a": "b"}},
                         "data": {"yes": "no", "number": "1.20", "text": "two\nlines\n", "skipped": "1"}},
            "ignore_fields": ["data.skipped"],
        },
    },
}


class SameTree(workspace.HostTest):
    provider = ""

    def declare(self, resources):
        typed = {"mesh_" + kind: labels for kind, labels in resources.items() if labels}
        self.write("main.tf.json", json.dumps({"provider": {"mesh": HEAD}, "resource": typed}))
        platform = {**HEAD, "directory": {"path": "generated"}, "resources": resources}
        self.write("platform.yaml", json.dumps(platform, indent=1))

    def render(self, *more):
        return subprocess.run([MESHGEN, "render", "-f", "platform.yaml", *more], cwd=self.folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def contents(self, root):
        """Every file that matters of a tree; locks and journals are no part of it."""
        top = self.folder / root
        return {str(p.relative_to(top)): p.read_bytes() for p in sorted(top.rglob("*"))
                if p.is_file() and (".mesh" not in p.parts or p.name == "inventory")}

    def make_both(self, resources):
        self.declare(resources)
        self.applied()
        rendered = self.render()
        self.assertEqual(rendered.returncode, 0, rendered.stdout)
        ours, theirs = self.contents("generated"), self.contents("tree")
        self.assertEqual(sorted(ours), sorted(theirs))
        for name, text in theirs.items():
            self.assertEqual(ours[name].decode(), text.decode(), name)
        # Each finds nothing to do in the other's tree.
        checked = self.render("-o", "tree", "--check")
        self.assertEqual(checked.returncode, 0, checked.stdout)
        return theirs

    def test_from_the_first_object_to_the_last(self):
        first = self.make_both(RESOURCES)
        self.assertIn(".mesh/inventory", first)
        self.assertGreater(len(first), 30)

        changed = copy.deepcopy(RESOURCES)
        shop = changed["tenant"]["shop"]
        shop["namespaces"]["shop-db"]["dataplane_mode"] = "ambient"
        del shop["namespaces"]["shop-old"]
        shop["egress"] = "open"
        del changed["tenant"]["lab"]["namespaces"]["lab"]
        changed["tenant"]["lab"]["namespaces"]["lab-two"] = {"dataplane_mode": "none"}
        second = self.make_both(changed)
        self.assertIn("default/_cluster/namespace.shop-old.yaml", second, "kept with the tenant's default")
        self.assertNotIn("default/_cluster/namespace.lab.yaml", second, "deleted, as on_destroy says")
        self.assertFalse([name for name in second if "shop-web" in name and "egress" in name])

        del changed["tenant"]["shop"], changed["object"]["settings"], changed["gateway_route"]["shop"]
        third = self.make_both(changed)
        self.assertIn("default/_cluster/namespace.shop-web.yaml", third)
        self.assertNotIn("default/shop-web/configmap.settings.yaml", third)


if __name__ == "__main__":
    hosts = subprocess.run([str(ROOT / "tests/counterparts/hosts")], check=True, stdout=subprocess.PIPE, text=True).stdout
    failed = False
    for line in hosts.splitlines():
        name, os.environ["MESH_HOST"] = line.split(" ", 1)
        print("==", name, flush=True)
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(SameTree)
        failed = not unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite).wasSuccessful() or failed
    sys.exit(1 if failed else 0)
