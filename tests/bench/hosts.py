"""Runs a Terraform host in folders of its own and measures it from outside."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def say(text):
    print(text, file=sys.stderr, flush=True)


def timed(command, **options):
    """Seconds of a command as a whole process; what it printed is shown when it fails."""
    begun = time.perf_counter()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=options.pop("stdout", subprocess.PIPE),
                         stderr=subprocess.PIPE, text=True, **options)
    took = time.perf_counter() - begun
    if run.returncode:
        sys.exit(f"bench: {' '.join(command)} failed:\n{run.stdout or ''}{run.stderr}")
    return took


def alternating(title, runs, ours, other):
    """Medians of both, run in turn so that the machine's mood hits both alike."""
    a, b = [], []
    for i in range(runs):
        a.append(ours())
        b.append(other())
        say(f"  {title}: run {i + 1} of {runs}: {a[-1]:.3f} s against {b[-1]:.3f} s")
    return statistics.median(a), statistics.median(b)


class Folder:
    """A root module of its own."""

    def __init__(self, host, path, configuration, tfrc, environment=None):
        self.host, self.path = host, path
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        with open(os.path.join(path, "main.tf"), "w", encoding="utf-8") as file:
            file.write(configuration)
        dropped = ("TF_LOG", "TF_DATA_DIR", "TF_WORKSPACE", "TF_PLUGIN_CACHE_DIR", "TF_REATTACH_PROVIDERS", "TF_CLI_ARGS")
        self.environment = {k: v for k, v in os.environ.items() if k not in dropped}
        self.environment |= {"TF_CLI_CONFIG_FILE": tfrc, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", **(environment or {})}
        self("init", "-input=false")

    def __call__(self, *arguments):
        return timed([self.host.path, *arguments, "-no-color"], cwd=self.path, env=self.environment)

    def plan(self):
        """Seconds of a plan that must find nothing to do."""
        return self("plan", "-input=false", "-detailed-exitcode")

    def apply(self):
        return self("apply", "-input=false", "-auto-approve")

    def fresh_apply(self):
        """Seconds of an apply from nothing. What was there is moved away and not removed: see measures.tree."""
        used = tempfile.mkdtemp(prefix="used-", dir=os.path.dirname(self.path))
        for name in ("terraform.tfstate", "terraform.tfstate.backup", "tree"):
            path = os.path.join(self.path, name)
            if os.path.exists(path):
                os.rename(path, os.path.join(used, name))
        return self.apply()

    def take_state(self, other):
        """What another host's folder applied becomes this one's state and tree (both hosts write one format)."""
        with open(os.path.join(other.path, "terraform.tfstate"), encoding="utf-8") as file:
            state = json.load(file)
        state["terraform_version"] = self.host.version
        with open(os.path.join(self.path, "terraform.tfstate"), "w", encoding="utf-8") as file:
            json.dump(state, file)
        if os.path.exists(os.path.join(other.path, "tree")):
            shutil.copytree(os.path.join(other.path, "tree"), os.path.join(self.path, "tree"))

    def objects(self):
        """The objects that the state's resources own, by key."""
        with open(os.path.join(self.path, "terraform.tfstate"), encoding="utf-8") as file:
            state = json.load(file)
        found = {}
        for resource in state["resources"]:
            for instance in resource["instances"]:
                found |= instance["attributes"].get("manifests") or {}
        return found


class Host:
    def __init__(self, name, path):
        self.name, self.path = name, path
        printed = subprocess.run([path, "version", "-json"], check=True, capture_output=True, text=True,
                                 env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}).stdout
        self.version = json.loads(printed)["terraform_version"]
        self.title = f"{ {'terraform': 'Terraform', 'tofu': 'OpenTofu'}[name] } {self.version}"


def find(top, wanted):
    """The hosts that tests/counterparts/hosts has for this machine."""
    printed = subprocess.run([os.path.join(top, "tests/counterparts/hosts")], check=True, stdout=subprocess.PIPE, text=True).stdout
    hosts = [Host(*line.split(maxsplit=1)) for line in printed.splitlines()]
    return [host for host in hosts if not wanted or host.name in wanted]
