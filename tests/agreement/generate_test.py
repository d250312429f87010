"""The documents that are made: the same ones again, and of each kind some of each sort."""

import collections
import json
import unittest

from agreement.comparison import SECURITY, kind_of
from agreement.definitions import load, schemas
from agreement.generate import KINDS, Kind, generate
from agreement.paths import ABSENT, parsed, placed


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = generate(5000, 1)

    def test_the_same_seed_makes_the_same_documents(self):
        some = generate(400, 1, "PeerAuthentication")
        self.assertEqual(some, generate(400, 1, "PeerAuthentication"))
        self.assertNotEqual(some, generate(400, 2, "PeerAuthentication"))

    def test_there_are_enough_and_none_twice(self):
        self.assertGreaterEqual(len(self.made), 5000)
        self.assertEqual(len({line for _, line in self.made}), len(self.made))

    def test_every_served_kind_of_the_definitions_occurs(self):
        """A definition that a newer release brings needs a file in kinds/."""
        wanted = {kind_of({"apiVersion": version, "kind": kind}) for version, kind in schemas()}
        self.assertEqual({origin["kind"] for origin, _ in self.made}, wanted)
        self.assertLessEqual(set(SECURITY), wanted)

    def test_each_kind_has_seeds_cases_and_changes(self):
        sorts = collections.defaultdict(set)
        for origin, _ in self.made:
            sorts[origin["kind"]].add("changed" if "changes" in origin else origin["from"].split(":")[0])
        for kind, found in sorts.items():
            self.assertEqual(found, {"seed", "good", "bad", "changed"}, kind)

    def test_every_document_can_be_sent_to_its_kind(self):
        for origin, line in self.made:
            self.assertEqual(kind_of(json.loads(line)), origin["kind"])

    def test_the_versions_of_a_file_are_served(self):
        for file in load(KINDS):
            kind = Kind(file)
            for version in kind.versions:
                self.assertIn((version, kind.name), schemas())


class Paths(unittest.TestCase):
    def test_places(self):
        thing = {"spec": {"ports": {"80": {}}, "list": [{"a": 1}]}}
        self.assertEqual(placed(thing, parsed("spec.ports.80.mode"), "x")["spec"]["ports"], {"80": {"mode": "x"}})
        self.assertEqual(placed(thing, parsed("spec.list.0.a"), ABSENT)["spec"]["list"], [{}])
        self.assertEqual(placed(thing, parsed("spec.list.1.b.0"), 2)["spec"]["list"], [{"a": 1}, {"b": [2]}])
        self.assertEqual(placed(thing, parsed("spec.none.x"), ABSENT), thing)
        self.assertEqual(thing["spec"]["list"], [{"a": 1}], "the first one stays as it is")


if __name__ == "__main__":
    unittest.main()
