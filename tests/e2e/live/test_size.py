"""Large objects, and many."""

import os
import unittest

from .live import MAPS, SOURCE, Cluster, LiveTest

CLUSTER = None
# Text of so many times 1 KiB, in the host's own language: the host's range() ends at 1024.
LOCALS = """
locals {
  k1 = join("", [for i in range(32) : "0123456789abcdef0123456789abcdef"])
}
"""
TOPIC = """
resource "mesh_object" "big" {{
  manifest = {{
    apiVersion = "kafka.strimzi.io/v1"
    kind       = "KafkaTopic"
    metadata   = {{ name = "big", namespace = "{namespace}" }}
    spec       = {{ config = {{ blob = join("", [for i in range({count}) : join("", [for j in range({by}) : local.k1])]), mark = "{mark}" }} }}
  }}
}}
"""
SEVERAL = """
resource "mesh_object" "big" {{
  manifest = {{
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = {{ name = "big", namespace = "{namespace}" }}
    data       = {{ for key in range(4) : "k${{key}}" => join("", [for i in range({count}) : local.k1]) }}
  }}
}}
"""


def setUpModule():
    global CLUSTER
    CLUSTER = LiveTest.cluster = Cluster(crds=[str(SOURCE / "tests/cluster/definitions/kafkatopics.yaml")], controllers=True).start()


def tearDownModule():
    CLUSTER.stop()


class Large(LiveTest):
    def setUp(self):
        super().setUp()
        self.space = CLUSTER.namespace("large")
        self.write("locals.tf", LOCALS)

    def test_almost_two_mebibytes(self):
        """All that the API server sends to etcd at once, less some room for what it adds."""
        body = TOPIC.format(namespace=self.space, count=1020, by=2, mark="one")
        self.main(body)
        self.applied()
        self.assertEqual(len(self.object("kafkatopic", "big", self.space)["spec"]["config"]["blob"]), 2040 << 10)
        self.assert_clean()
        self.main(body.replace('"one"', '"two"'))
        self.applied()
        self.assertEqual(self.object("kafkatopic", "big", self.space)["spec"]["config"]["mark"], "two")
        self.assert_clean()

    def test_a_config_map_just_below_its_limit(self):
        self.main(SEVERAL.format(namespace=self.space, count=255))
        self.applied()
        data = self.object("configmap", "big", self.space)["data"]
        self.assertEqual({key: len(value) for key, value in data.items()}, {f"k{n}": 255 << 10 for n in range(4)})
        self.assert_clean()

    def test_a_config_map_above_its_limit_is_refused_with_the_limit(self):
        self.main(SEVERAL.format(namespace=self.space, count=300))
        self.assert_refused(self.apply(), f"ConfigMap {self.space}/big", "1048576")
        self.assertEqual(self.addresses(), [])

    def test_an_object_above_what_the_server_keeps_is_refused_with_the_limit(self):
        self.main(TOPIC.format(namespace=self.space, count=1024, by=2, mark="one"))
        self.assert_refused(self.apply(), f"KafkaTopic {self.space}/big is too large", "2097152")
        self.assertEqual(self.addresses(), [])

    def test_a_request_above_the_servers_limit_is_refused_with_the_limit(self):
        self.main(TOPIC.format(namespace=self.space, count=1024, by=4, mark="one"))
        self.assert_refused(self.apply(), f"KafkaTopic {self.space}/big is too large", "3145728")
        self.assertEqual(self.addresses(), [])


class Many(LiveTest):
    # MESH_MANY=10000 is what a large platform has.
    COUNT = int(os.environ.get("MESH_MANY", "300"))
    patience = 1800

    @unittest.skipUnless("tofu" in os.environ.get("MESH_HOST", ""), "with one host: both ask the provider for the same")
    def test_many_objects(self):
        space = CLUSTER.namespace("many")
        self.main(MAPS.format(count=self.COUNT, namespace=space))
        self.applied("-parallelism=60")
        names = self.kubectl("-n", space, "get", "configmaps", "-o", "name").split()
        self.assertEqual(len([name for name in names if name.startswith("configmap/m-")]), self.COUNT)
        self.assert_clean("-parallelism=60")
