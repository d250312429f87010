"""The figures of typed kinds, import and validation; registered with the others in measures.ALL."""

import json
import os
import re
import subprocess
import tempfile

import inputs
from hosts import alternating, say, timed
from measures import figure


@figure
def schema(bench):
    """the schema of everything that is served"""
    printed = subprocess.run([os.path.join(bench.top, "tests/contract/run"), "-run", "^$", "-bench", "Schema", "-benchtime", f"{bench.sizes['starts']}x", "."],
                             check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "MESH_PROVIDER": bench.provider}).stdout
    size, took = (float(re.search(rf"([0-9.]+) {unit}", printed)[1]) for unit in ("bytes", "ms/answer"))
    return [("GetProviderSchema, size", size / 1e6, " MB", 2), ("GetProviderSchema of a new process, mean", took, " ms", 20)]


@figure
def one_resource(bench):
    """plan of one resource with all kinds served against domain resources alone"""
    figures = []
    for host in bench.hosts:
        folder = bench.folder(host, "one", inputs.resources(2)[0])
        folder.apply()

        def domain():
            folder.environment["MESH_RESOURCES"] = "domain"
            try:
                return folder.plan()
            finally:
                del folder.environment["MESH_RESOURCES"]

        ours, other = alternating(f"plan of one resource with {host.title}", bench.sizes["starts"], folder.plan, domain)
        figures.append((f"plan of one resource, all kinds / domain resources only, {host.title}", ours / other, "", 1.15))
    return figures


def istio_files(bench):
    """The same Istio objects as YAML and as JSON, and how many."""
    objects = inputs.istio_objects(bench.sizes["objects"])
    paths = [os.path.join(bench.scratch, name) for name in ("istio.yaml", "istio.json")]
    with open(paths[0], "w", encoding="utf-8") as file:
        file.write("---\n".join(map(inputs.as_yaml, objects)))
    with open(paths[1], "w", encoding="utf-8") as file:
        for one in objects:
            file.write(json.dumps(one) + "\n")
    return paths


def metered(command):
    """Seconds and peak memory in MB of a command."""
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as meter:
        took = timed(["/usr/bin/env", "time", "-f", "%M", "-o", meter.name, *command])
        return took, int(meter.read().split()[-1]) / 1024


@figure
def importing(bench):
    """meshgen import into a root module and a tree"""
    path, _ = istio_files(bench)
    times, peaks = [], []
    for number in range(bench.sizes["runs"]):
        folder = os.path.join(bench.scratch, f"import-{number}")  # never where files were removed lately: see measures.tree
        took, peak = metered([bench.meshgen, "import", path, "-o", folder])
        times.append(took)
        peaks.append(peak)
    count = bench.sizes["objects"]
    return [(f"meshgen import of {count} objects, module and tree", sorted(times)[len(times) // 2], " s", 2),
            (f"meshgen import of {count} objects, peak memory", max(peaks), " MB", 200)]


@figure
def check(bench):
    """meshgen check against istioctl validate"""
    yaml, as_json = istio_files(bench)
    istioctl = subprocess.run([os.path.join(bench.top, "tests/counterparts/istioctl")], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    count, megabytes = bench.sizes["objects"], os.path.getsize(yaml) / 1e6
    ours, other = alternating(f"{count} objects in {megabytes:.1f} MB of YAML, meshgen check against istioctl validate", bench.sizes["runs"],
                              lambda: timed([bench.meshgen, "check", yaml]), lambda: timed([istioctl, "validate", "-f", yaml]))
    json_times = [timed([bench.meshgen, "check", as_json]) for _ in range(bench.sizes["starts"])]
    say(f"  the same from JSON: {min(json_times):.3f} to {max(json_times):.3f} s")
    return [(f"meshgen check of {count} objects in YAML / istioctl validate", ours / other, "", 0.7),
            (f"meshgen check of {count} objects in JSON, median", sorted(json_times)[len(json_times) // 2], " s", 0.2)]
