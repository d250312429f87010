"""The figures: each function takes the Bench and returns a list of (what, value, unit, bound or None)."""

import functools
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

import inputs
from hosts import Folder, alternating, say, timed

ALL = {}


def figure(function):
    ALL[function.__name__] = function
    return function


class Bench:
    """Where the programs are, where to work, how large to measure and with which hosts."""

    def __init__(self, top, build, scratch, sizes, hosts):
        self.top, self.build, self.scratch, self.sizes, self.hosts = top, build, scratch, sizes, hosts
        packages = os.path.join(build, "mirror/registry.terraform.io/meshgen/mesh")
        self.version = sorted(os.listdir(packages))[-1]
        self.provider = os.path.join(build, "bin", f"terraform-provider-mesh_v{self.version}")
        self.meshgen = os.path.join(build, "bin/meshgen")
        self.tfrc = os.path.join(build, "mirror.tfrc")

    def folder(self, host, name, configuration):
        return Folder(host, os.path.join(self.scratch, host.name, name), configuration, self.tfrc)

    def host(self, name):
        return next((host for host in self.hosts if host.name == name), None)

    @functools.cached_property
    def quick_host(self):
        """The host that costs least itself, for what must only be brought about."""
        return self.host("tofu") or self.hosts[0]

    @functools.cached_property
    def applied(self):
        """Folders of the plan figure's resources and their floor, applied by the quick host."""
        folders = []
        for name, configuration in zip(("applied", "applied-floor"), inputs.resources(self.sizes["plan"])):
            folders.append(self.folder(self.quick_host, name, configuration))
            say(f"  {name}: {folders[-1].apply():.2f} s for {self.sizes['plan']} resources with {self.quick_host.title}")
        return folders

    @functools.cached_property
    def metered_tfrc(self):
        """A CLI configuration whose provider is the stand-in that writes down CPU time and peak memory."""
        mirror, stand_in = os.path.join(self.scratch, "metered"), os.path.join(self.scratch, os.path.basename(self.provider))
        shutil.copy(os.path.join(self.top, "tests/bench/metered"), stand_in)
        subprocess.run([os.path.join(self.top, "scripts/mirror"), stand_in, mirror, self.version], check=True)
        return mirror + ".tfrc"

    def metered(self, host, name, configuration):
        folder = Folder(host, os.path.join(self.scratch, host.name, name), configuration, self.metered_tfrc,
                        {"MESH_BENCH_PROVIDER": self.provider, "MESH_BENCH_METER": os.path.join(self.scratch, "meter")})
        self.meter()  # init asks for the schema in newer hosts
        return folder

    def meter(self):
        """Sum of CPU seconds and largest peak in MB of the providers that ran since the last call."""
        path = os.path.join(self.scratch, "meter")
        if not os.path.exists(path):
            return 0.0, 0.0
        with open(path, encoding="ascii") as file:
            runs = [json.loads(line) for line in file]
        os.remove(path)
        return sum(run["cpu"] for run in runs), max(run["peak"] for run in runs) / 1024

    def render(self, *arguments, **options):
        return timed([self.meshgen, "render", *arguments], **options)

    def platform(self, objects):
        """A platform file whose tenants make at least this many objects, and how many it makes."""
        path = os.path.join(self.scratch, "one.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(inputs.platform(1))
        one = subprocess.run([self.meshgen, "render", "-f", path, "--stdout"], check=True, capture_output=True, text=True).stdout
        each = one.count("\nkind: ")
        tenants = -(-objects // each)
        path = os.path.join(self.scratch, f"platform-{objects}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(inputs.platform(tenants))
        return path, one, tenants, tenants * each


@figure
def start(bench):
    """process start to handshake line"""
    key, certificate = os.path.join(bench.scratch, "key.pem"), os.path.join(bench.scratch, "certificate.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
                    "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    with open(certificate, encoding="ascii") as file:
        pem = file.read()
    environment = {**os.environ, "PLUGIN_CLIENT_CERT": pem, "PLUGIN_PROTOCOL_VERSIONS": "6",
                   "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}
    took = []
    for _ in range(bench.sizes["starts"]):
        begun = time.perf_counter()
        with subprocess.Popen([bench.provider], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            line = process.stdout.readline()
            took.append((time.perf_counter() - begun) * 1000)
            process.kill()
        if line.count(b"|") < 5:
            raise SystemExit(f"bench: no handshake line but {line!r}")
    return [("process start to handshake line, median", statistics.median(took), " ms", 15)]


@figure
def memory(bench):
    """peak memory of the provider"""
    count = bench.sizes["plan"]
    figures = []
    for host in bench.hosts:
        folder = bench.metered(host, "memory", inputs.resources(count)[0])
        folder.take_state(bench.applied[0])
        folder.plan()
        peaks = [bench.meter()[1]]
        if host is bench.quick_host:
            folder.fresh_apply()
            peaks.append(bench.meter()[1])
        figures.append((f"RSS peak of the provider, {count} resources, {host.title}", max(peaks), " MB", 25))
    return figures


@figure
def plan(bench):
    """plan of unchanged resources against the floor"""
    count = bench.sizes["plan"]
    figures = []
    for host in bench.hosts:
        pair = []
        for name, configuration, applied in zip(("plan", "plan-floor"), inputs.resources(count), bench.applied):
            pair.append(bench.folder(host, name, configuration))
            pair[-1].take_state(applied)
        ours, floor = alternating(f"plan with {host.title}", bench.sizes["runs"], pair[0].plan, pair[1].plan)
        figures.append((f"plan of {count} unchanged / floor, {host.title}", ours / floor, "", 1.4))
    return figures


@figure
def apply(bench):
    """apply of new resources against the floor"""
    count = bench.sizes["apply"]
    figures = []
    for host in bench.hosts:
        pair = [bench.folder(host, name, configuration)
                for name, configuration in zip(("apply", "apply-floor"), inputs.resources(count))]
        runs = bench.sizes["slow_runs" if host.name == "terraform" else "runs"]
        ours, floor = alternating(f"apply with {host.title}", runs, pair[0].fresh_apply, pair[1].fresh_apply)
        figures.append((f"apply of {count} new / floor, {host.title}", ours / floor, "", {"terraform": 1.1, "tofu": 2}[host.name]))
    return figures


@figure
def onboarding(bench):
    """clients through modules/onboarding against one terraform_data per object"""
    host = bench.host("terraform") or bench.quick_host
    clients = bench.sizes["clients"]
    ours = bench.folder(host, "onboarding", inputs.onboarding(os.path.join(bench.top, "modules/onboarding"), clients))
    took = [ours.fresh_apply() for _ in range(bench.sizes["slow_runs"])]
    objects = ours.objects()
    say(f"  {clients} clients, {len(objects)} objects: {statistics.median(took):.2f} s with {host.title}")
    path = os.path.join(bench.scratch, "objects.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(objects, file)
    floor = bench.folder(host, "onboarding-floor", inputs.one_per_object(path)).fresh_apply()
    say(f"  {len(objects)} terraform_data: {floor:.2f} s")
    return [("objects per client through modules/onboarding", len(objects) / clients, "", None),
            (f"{clients} clients through modules/onboarding, apply / one terraform_data per object, {host.title}",
             statistics.median(took) / floor, "", 0.2)]


@figure
def render(bench):
    """meshgen render to standard output against helm template"""
    path, one, tenants, count = bench.platform(bench.sizes["objects"])
    chart = os.path.join(bench.scratch, "chart")
    os.makedirs(os.path.join(chart, "templates"))
    for name, text in inputs.chart(one).items():
        with open(os.path.join(chart, name), "w", encoding="utf-8") as file:
            file.write(text)
    with open(os.path.join(chart, "values.yaml"), "w", encoding="utf-8") as file:
        json.dump({"clients": [inputs.client(i) for i in range(tenants)]}, file)
    helm = subprocess.run([os.path.join(bench.top, "tests/counterparts/helm")], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def output(name, command):
        path = os.path.join(bench.scratch, name)
        with open(path, "w", encoding="utf-8") as out:
            took = timed(command, stdout=out)
        with open(path, encoding="utf-8") as out:
            found = sum(line.startswith("kind: ") for line in out)
        if found != count:
            raise SystemExit(f"bench: {path} holds {found} objects, not {count}")
        return took

    ours, other = alternating(f"{count} objects, meshgen against helm", bench.sizes["runs"],
                              lambda: output("meshgen.yaml", [bench.meshgen, "render", "-f", path, "--stdout"]),
                              lambda: output("helm.yaml", [helm, "template", chart]))
    return [(f"meshgen render of {count} objects to standard output / helm template", ours / other, "", 0.5)]


@figure
def tree(bench):
    """meshgen render into a tree of files against writing the same bytes plainly"""
    path, _, _, count = bench.platform(bench.sizes["objects"])
    archive = os.path.join(bench.scratch, "tree.tar")

    # Each run writes where nothing was removed lately: some file systems search past every inode that was freed in the
    # last minutes before they make a new one, which would measure the removal of the run before.
    def fresh():
        folder = tempfile.mkdtemp(prefix="tree-", dir=bench.scratch)
        os.sync()
        return folder

    def ours():
        return bench.render("-f", path, "-o", fresh())

    def other():
        folder = fresh()
        return timed(["sh", "-c", f"tar -xmf '{archive}' -C '{folder}' && sync -f '{folder}'"])

    first = fresh()
    bench.render("-f", path, "-o", first)
    subprocess.run(["tar", "-cf", archive, "-C", first, "."], check=True)
    took, floor = alternating(f"{count} objects into files, durable against plain", bench.sizes["runs"], ours, other)
    return [(f"meshgen render of {count} objects into a durable tree / the same bytes plainly, one sync", took / floor, "", 2)]


@figure
def growth(bench):
    """how our part of the cost grows with the number of objects"""
    series = {"meshgen render to standard output, wall": [], "meshgen render into a tree, wall": [], "provider, CPU of an apply": [],
              "provider, CPU of a plan": []}
    counts = []
    for wanted in bench.sizes["growth"]:
        path, _, tenants, count = bench.platform(wanted)
        counts.append(count)
        walls, trees, applies, plans = [], [], [], []
        folder = bench.metered(bench.quick_host, f"growth-{count}", inputs.flat(tenants))
        for _ in range(bench.sizes["slow_runs"]):
            walls.append(bench.render("-f", path, "--stdout", stdout=subprocess.DEVNULL))
            trees.append(bench.render("-f", path, "-o", tempfile.mkdtemp(prefix="growth-", dir=bench.scratch)))
            folder.fresh_apply()
            applies.append(bench.meter()[0])
            folder.plan()
            plans.append(bench.meter()[0])
        for name, values in zip(series, (walls, trees, applies, plans)):
            series[name].append(min(values))
        say(f"  {count} objects measured")
    figures = []
    for name, seconds in series.items():
        for count, value in zip(counts, seconds):
            figures.append((f"{name}, {count} objects", value * 1000, " ms", None))
        slopes = [(seconds[i + 1] - seconds[i]) / (counts[i + 1] - counts[i]) for i in (0, 1)]
        figures.append((f"{name}: cost of one more object past {counts[1]} / before", slopes[1] / max(slopes[0], 1e-9), "", 1.5))
    return figures
