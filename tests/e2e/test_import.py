"""meshgen import: what people hand over becomes a configuration whose first plan changes nothing."""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml

from workspace import BUILD, SOURCE, HostTest

# What a typed resource must keep apart, and what only mesh_object can keep; each with a name of its own.
HARD = pathlib.Path(__file__).with_name("objects") / "hard.yaml"
UNREADABLE = {
    "template.yaml": ("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}-x\n  {{- include \"labels\" . }}\n", "helm template"),
    "twice.yaml": ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata:\n  a: '1'\n  a: '2'\n", "appears twice"),
    "text.yaml": ("just words\n", "no object"),
    "anonymous.yaml": ("apiVersion: v1\nkind: ConfigMap\nmetadata: {namespace: b}\n", "metadata.name"),
}


def meshgen(folder, *arguments, text=None):
    return subprocess.run([BUILD / "bin" / "meshgen", *arguments], cwd=folder, input=text, capture_output=True, text=True, timeout=120, check=False)


class Import(HostTest):
    def imported(self, *arguments, text=None, code=0):
        """A root module in a folder of its own, which the host works in from here on."""
        done = meshgen(self.folder, "import", *arguments, "-o", "module", "--report", "report.jsonl", text=text)
        self.assertEqual(done.returncode, code, done.stderr)
        report = [json.loads(line) for line in (self.folder / "report.jsonl").read_text().splitlines()]
        self.folder, self.initialised = self.folder / "module", False
        return done.stderr, report

    def assert_plan(self, adds=0, imports=None):
        outcome = self.plan()
        self.assertIn(outcome.code, (0, 2), outcome.raw)
        said = f"Plan: {imports} to import, {adds} to add, 0 to change, 0 to destroy." if imports else f"Plan: {adds} to add, 0 to change, 0 to destroy."
        self.assert_says(outcome, said)

    def formatted(self):
        done = subprocess.run([self.host, "fmt", "-check", "-diff", "."], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def examples(self):
        """The objects of the documentation's examples of kinds, as the provider renders them."""
        kinds = {k["resource"] for k in json.loads(meshgen(self.folder, "kinds", "--json").stdout)}
        for path in sorted((SOURCE / "examples/resources").glob("*/resource.tf")):
            if path.parent.name in kinds:
                shutil.copy(path, self.folder / f"{path.parent.name}.tf")
        planned = self.plan("-out=plan")
        self.assertEqual(planned.code, 2, planned.raw)
        shown = json.loads(subprocess.run([self.host, "show", "-json", "plan"], cwd=self.folder, env=self.environment, capture_output=True, check=True).stdout)
        objects = {}
        for resource in shown["planned_values"]["root_module"]["resources"]:
            objects.update({key: json.loads(text) for key, text in resource["values"]["manifests"].items()})
        return list(objects.values())

    def test_every_kind_comes_in_unchanged_and_recreates_elsewhere(self):
        objects = self.examples()
        self.assertGreater(len(objects), 50)
        (self.folder / "all.yaml").write_text(yaml.safe_dump_all(objects, sort_keys=False))
        said, report = self.imported("all.yaml")
        self.assertIn(f"imported {len(objects)} objects", said)
        self.assertIn("0 as mesh_object", said)
        self.assertFalse([note for note in report if note["severity"] == "error"], report)
        self.formatted()
        self.assert_plan(imports=len(objects))
        self.applied()
        self.assert_clean()
        # The tree holds what was handed over, as other readers of YAML see it.
        files = [yaml.safe_load(p.read_text()) for p in (self.folder / "out").rglob("*.yaml") if p.name != "kustomization.yaml"]
        key = lambda o: json.dumps(o, sort_keys=True)
        self.assertEqual(sorted(map(key, files)), sorted(map(key, objects)))
        # Without the import blocks, and where nothing is yet, everything is made.
        (self.folder / "imports.tf").unlink()
        shutil.rmtree(self.folder / "out")
        (self.folder / "terraform.tfstate").unlink()
        self.assert_plan(adds=len(objects))

    def test_what_is_hard_to_hold_is_kept(self):
        objects = [o for o in yaml.safe_load_all(HARD.read_text()) if o]
        _, report = self.imported(str(HARD), code=1)
        self.formatted()
        self.assert_plan(imports=len(objects))
        self.applied()
        self.assert_clean()
        untyped = {note["object"].rsplit("/", 1)[1] for note in report if note["code"] == "MSH0004"}
        self.assertEqual(untyped, {o["metadata"]["name"] for o in objects if o["metadata"]["name"].startswith("untyped-")})
        files = {o["metadata"]["name"]: o for p in (self.folder / "out").rglob("*.yaml") if p.name != "kustomization.yaml"
                 for o in [yaml.safe_load(p.read_text())]}
        for each in objects:
            self.assertEqual(files[each["metadata"]["name"]], each)

    def test_files_by_namespace_from_standard_input_in_order(self):
        text = "".join(f"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{i}, namespace: n{i % 2}}}\ndata: {{a: b}}\n" for i in (3, 1, 2, 0))
        self.imported("-", "--split-by", "namespace", "--sort", text=text)
        self.assertEqual(sorted(p.name for p in self.folder.glob("*.tf")), ["imports.tf", "n0.tf", "n1.tf", "provider.tf", "versions.tf"])
        names = re.findall(r'resource "mesh_object" "(\w+)"', (self.folder / "n1.tf").read_text())
        self.assertEqual(names, ["config_map_c1", "config_map_c3"])
        self.assert_plan(imports=4)

    def test_identities(self):
        self.imported(str(HARD), "--identity", code=1)
        self.assertIn("identity = {", (self.folder / "imports.tf").read_text())
        version = json.loads(subprocess.run([self.host, "version", "-json"], env=self.environment, capture_output=True, check=True).stdout)["terraform_version"]
        if tuple(map(int, version.split(".")[:2])) >= (1, 12):
            self.assert_plan(imports=len([o for o in yaml.safe_load_all(HARD.read_text()) if o]))
        else:
            self.initialised = True
            self.assert_refused(self.run_host("init", "-input=false", "-no-color"), "version")

    def test_bad_documents_are_named_and_the_others_come_in(self):
        folder = self.folder / "input"
        folder.mkdir()
        (folder / "good.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good, namespace: b}\n")
        for name, (text, _) in UNREADABLE.items():
            (folder / name).write_text(text)
        said, report = self.imported("input", code=1)
        self.assertIn("imported 1 object ", said)
        for name, (_, expected) in UNREADABLE.items():
            notes = [n for n in report if n["file"].endswith(name)]
            self.assertTrue(notes and notes[0]["severity"] == "error", (name, report))
            self.assertIn(expected, notes[0]["summary"] + notes[0]["detail"])
            self.assertGreater(notes[0]["line"], 0)
        self.assert_plan(imports=1)

    def test_typed_refuses_what_it_cannot_hold(self):
        _, report = self.imported(str(HARD), "--typed", code=1)
        self.assertTrue(any(n["code"] == "MSH0004" and n["severity"] == "error" for n in report))
        self.assertNotIn("mesh_object", "".join(p.read_text() for p in self.folder.glob("*.tf")))

    def test_nothing_is_overwritten(self):
        self.imported(str(HARD), code=1)
        again = meshgen(self.folder.parent, "import", str(HARD), "-o", "module")
        self.assertEqual(again.returncode, 2)
        self.assertIn("holds a configuration already", again.stderr)


UNTYPED = """
resource "mesh_object" "a" {
  manifest = {
    apiVersion = "networking.istio.io/v1"
    kind       = "VirtualService"
    metadata   = { name = "web", namespace = "shop" }
    spec       = { hosts = ["web"], http = [{ timeout = "5s", route = [{ destination = { host = "web" } }] }] }
  }
}
"""
TYPED = """
resource "mesh_virtual_service" "a" {
  name      = "web"
  namespace = "shop"
  spec      = { hosts = ["web"], http = [{ timeout = "5s", route = [{ destination = { host = "web" } }] }] }
}
"""
MOVED = 'moved {{\n  from = {}\n  to   = {}\n}}\n'


class Moved(HostTest):
    """`moved` between mesh_object and the resource of the object's kind."""

    def moves(self, before, after, source, target):
        self.main(before)
        self.applied()
        [path] = self.files()
        inode = (self.tree / path).stat().st_ino
        self.main(after + MOVED.format(source, target))
        outcome = self.plan()
        self.assertIn(outcome.code, (0, 2), outcome.raw)
        self.assert_says(outcome, "0 to add, 0 to change, 0 to destroy") if outcome.code == 2 else None
        self.applied()
        self.assertEqual(self.addresses(), [target])
        self.assertEqual((self.tree / path).stat().st_ino, inode, "the object was touched")
        self.main(after)
        self.assert_clean()

    def test_an_object_becomes_typed_and_is_ours_to_destroy(self):
        self.moves(UNTYPED, TYPED, "mesh_object.a", "mesh_virtual_service.a")
        self.main("")
        self.applied()
        self.assertEqual(self.files(), [])

    def test_a_typed_one_becomes_an_object(self):
        self.moves(TYPED, UNTYPED, "mesh_virtual_service.a", "mesh_object.a")

    def test_another_kind_is_refused(self):
        self.main(UNTYPED)
        self.applied()
        wrong = 'resource "mesh_destination_rule" "a" {\n  name = "web"\n  namespace = "shop"\n  spec = { host = "web" }\n}\n'
        self.main(wrong + MOVED.format("mesh_object.a", "mesh_destination_rule.a"))
        self.assert_refused(self.plan(), "stands for no VirtualService")


if __name__ == "__main__":
    unittest.main()
