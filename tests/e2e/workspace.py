"""A scratch configuration that a real host runs: what every end-to-end test starts from."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("MESH_BUILD_DIR", SOURCE / "build"))

VERSIONS = """
terraform {
  required_providers {
    mesh = { source = "meshgen/mesh" }
  }
}
"""


class Outcome:
    """What one command of the host printed and returned; text is unwrapped, so that it can be searched."""

    def __init__(self, finished):
        self.code = finished.returncode
        raw = finished.stdout.decode("utf-8", "replace")
        lines = [line.strip().lstrip("│╷╵ ").strip() for line in raw.splitlines()]
        self.text = " ".join(" ".join(lines).split())
        self.raw = raw

    def __contains__(self, text):
        return text in self.text


class HostTest(unittest.TestCase):
    """One folder, one host. `self.tree` is where the directory plane writes."""

    maxDiff = None
    # Seconds that one command of the host may take: a bound for busy machines.
    patience = 300
    provider = 'provider "mesh" {\n  owner     = "tests"\n  directory = { path = "tree" }\n}\n'

    def setUp(self):
        self.host = os.environ["MESH_HOST"]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mesh-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.tree = self.folder / "tree"
        self.environment = {
            # What the person who runs the tests has set for hosts and clusters is theirs.
            **{name: value for name, value in os.environ.items() if not name.startswith(("TF_", "KUBE", "MESH_RESOURCES"))},
            "TF_CLI_CONFIG_FILE": str(BUILD / "mirror.tfrc"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
        }
        self.write("versions.tf", VERSIONS)
        self.write("provider.tf", self.provider)
        self.initialised = False

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def main(self, text):
        self.write("main.tf", text)

    def start(self, *arguments):
        """Starts the host and returns the process, for tests that kill it."""
        return subprocess.Popen(
            [self.host, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    @staticmethod
    def state_and_parent(pid):
        """As in proc(5); (None, None) when there is no such process."""
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
                state, parent = stat.read().rsplit(")", 1)[1].split()[:2]
        except OSError:
            return None, None
        return state, int(parent)

    def children(self, parent):
        return [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and self.state_and_parent(entry)[1] == parent]

    def runs(self, pid):
        """Not when it has ended and whoever inherited it does not care."""
        return self.state_and_parent(pid)[0] not in (None, "Z", "X")

    def run_host(self, *arguments):
        if not self.initialised:
            self.initialised = True
            first = self.run_host("init", "-input=false", "-no-color")
            self.assertEqual(first.code, 0, first.raw)
        return Outcome(
            subprocess.run(
                [self.host, *arguments],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=self.patience,
                check=False,
            )
        )

    def plan(self, *more):
        return self.run_host("plan", "-input=false", "-no-color", "-detailed-exitcode", *more)

    def apply(self, *more):
        return self.run_host("apply", "-input=false", "-no-color", "-auto-approve", *more)

    def applied(self, *more):
        outcome = self.apply(*more)
        self.assertEqual(outcome.code, 0, outcome.raw)
        return outcome

    def assert_clean(self, *more):
        """The next plan has nothing to do."""
        outcome = self.plan(*more)
        self.assertEqual(outcome.code, 0, outcome.raw)

    def assert_refused(self, outcome, *texts):
        self.assertNotIn(outcome.code, (0, 2), outcome.raw)
        for text in texts:
            self.assertIn(text, outcome.text, outcome.raw)

    def assert_says(self, outcome, *texts):
        for text in texts:
            self.assertIn(text, outcome.text, outcome.raw)

    def state(self):
        shown = subprocess.run(
            [self.host, "show", "-json"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(shown.stdout)

    def addresses(self):
        module = self.state().get("values", {}).get("root_module", {})
        return sorted(r["address"] for r in module.get("resources", []))

    def files(self):
        """Paths of the object files of the tree, relative to it."""
        return sorted(
            str(p.relative_to(self.tree))
            for p in self.tree.rglob("*.yaml")
            if p.name != "kustomization.yaml" and ".mesh" not in p.parts
        )


def config_map(label, name, namespace="apps", value="1", more=""):
    """A mesh_object that renders one ConfigMap."""
    return f"""
resource "mesh_object" "{label}" {{
  manifest = {{
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = {{ name = "{name}", namespace = "{namespace}" }}
    data       = {{ value = "{value}" }}
  }}
{more}}}
"""


def name_space(label, name, more=""):
    return f"""
resource "mesh_namespace" "{label}" {{
  name           = "{name}"
{more}}}
"""


def tenant(label, name, namespaces, more=""):
    """A mesh_tenant; namespaces: name -> mode."""
    entries = "\n".join(
        f'    "{n}" = {{ dataplane_mode = "{mode}" }}' for n, mode in namespaces.items()
    )
    return f"""
resource "mesh_tenant" "{label}" {{
  name = "{name}"
  namespaces = {{
{entries}
  }}
{more}}}
"""


def route(label, name, host, path="/", more=""):
    return f"""
resource "mesh_gateway_route" "{label}" {{
  name      = "{name}"
  namespace = "apps"
  gateway   = {{ name = "edge", namespace = "edge" }}
  hostnames = ["{host}"]
  rules     = [{{ path_prefix = "{path}", backends = [{{ service = "web", port = 8080 }}] }}]
{more}}}
"""
