#!/usr/bin/env python3
"""Compares the catalogue of kinds with the definitions that the projects publish as Go modules.

  tests/catalogue/coverage.py MESHGEN             exits with 1 when there is a breach
  tests/catalogue/coverage.py MESHGEN --spoilt    the same of a catalogue that lacks one field and has another one's type wrong

Every version of each module that the Go proxy has, from Istio 1.22 on, is read: a field that the catalogue lacks, types
differently, dates wrongly or has and no definition does is a breach. `since` and `until` are judged as far as the
versions in hand tell: a field is in a release exactly when the catalogue says so.
"""

import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
LOADER = type("Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
LOADER.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)  # `=`, an operator here
HEAD = {"apiVersion", "kind", "metadata", "status"}

ISTIO = "kubernetes/customresourcedefinitions.gen.yaml"
STANDARD = "config/crd/standard/gateway.networking.k8s.io_*.yaml"
EXPERIMENTAL = "config/crd/experimental/gateway.networking.k8s.io_*.yaml"
MONITORING = "example/prometheus-operator-crd/monitoring.coreos.com_*.yaml"
# product, module, oldest release, files of the definitions
MODULES = [
    ("istio", "istio.io/api", (1, 22), ISTIO),
    ("gateway_api", "sigs.k8s.io/gateway-api", (1, 1), STANDARD),
    ("prometheus_operator", "github.com/prometheus-operator/prometheus-operator", (0, 85), MONITORING),
]
# Enumerations that hold more than the standard channel's, each with its reason.
WIDER_VALUES = {
    ("HTTPRoute", "spec.rules[].filters[].type"): "ExternalAuth is experimental",
    ("HTTPRoute", "spec.rules[].backendRefs[].filters[].type"): "ExternalAuth is experimental",
    ("PodMonitor", "spec.podMetricsEndpoints[].scheme"): "capitals are in the newest Go module, which has no definitions",
    ("ServiceMonitor", "spec.endpoints[].scheme"): "capitals are in the newest Go module, which has no definitions",
}
# Kinds of these groups that mesh has no resource for, each with its reason.
LEFT_OUT = {
    "Alertmanager", "AlertmanagerConfig", "Probe", "Prometheus", "PrometheusAgent", "ScrapeConfig", "ThanosRuler",  # no part of a mesh
}


def release(version):
    found = re.match(r"v?(\d+)\.(\d+)", version)
    return int(found[1]), int(found[2])


class Go:
    def __init__(self):
        self.program = subprocess.run([TOP / "tests/counterparts/go"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def run(self, *arguments, check=True):
        done = subprocess.run([self.program, *arguments], check=check, stdout=subprocess.PIPE, text=True, cwd="/",
                              env={**os.environ, "GOFLAGS": "-mod=mod", "GOWORK": "off", "GOTOOLCHAIN": "local"})
        return done.stdout

    def versions(self, module, oldest):
        """The newest patch of each release from `oldest` on, oldest release first."""
        newest = {}
        for version in self.run("list", "-m", "-versions", module).split()[1:]:
            if release(version) >= oldest:
                newest[release(version)] = version
        return [newest[key] for key in sorted(newest)]

    def files(self, module, version, pattern):
        """The texts of a module's files whose path matches. From the archive: a module that wants a newer Go is not unpacked."""
        answer = json.loads(self.run("mod", "download", "-json", f"{module}@{version}", check=False))
        if "Zip" not in answer:
            sys.exit(f"{module}@{version}: {answer.get('Error', 'cannot be downloaded')}")
        with zipfile.ZipFile(answer["Zip"]) as archive:
            return [archive.read(name).decode() for name in sorted(archive.namelist())
                    if fnmatch.fnmatchcase(name, f"{module}@{version}/{pattern}")]


def definitions(texts):
    """Group and kind to {version: schema} of what is served."""
    found = {}
    for text in texts:
        for document in yaml.load_all(text, LOADER):
            if not document or document.get("kind") != "CustomResourceDefinition":
                continue
            spec = document["spec"]
            served = {v["name"]: v["schema"]["openAPIV3Schema"] for v in spec["versions"] if v.get("served")}
            found[(spec["group"], spec["names"]["kind"])] = served
    return found


def published_type(schema):
    if schema.get("x-kubernetes-int-or-string"):
        return "quantity" if "EPTGMK" in schema.get("pattern", "").upper() or "KMGTPE" in schema.get("pattern", "") else "int_or_string"
    kind = schema.get("type")
    if kind == "object":
        if schema.get("properties"):
            return "object"
        return "map" if isinstance(schema.get("additionalProperties"), dict) else "any"
    if kind is None:
        return "any"
    return {"array": "list", "boolean": "bool"}.get(kind, kind)


def published_fields(schema, path, out):
    """Every field below `schema` by its path, with what is compared of it."""
    for name, field in schema.get("properties", {}).items():
        if not path and name in HEAD:
            continue
        at = f"{path}.{name}" if path else name
        out[at] = field
        while field.get("type") == "array" or (field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict)):
            if field["type"] == "array":
                field, at = field.get("items", {}), at + "[]"
            else:
                field, at = field["additionalProperties"], at + "{}"
            out[at] = field
        published_fields(field, at, out)
    return out


def ours_fields(fields, path, out, since=(0, 0), until=(999, 999), inside_experimental=False):
    for name, field in fields.items():
        at = f"{path}.{name}" if path else name
        first = max(since, release(field["since"]) if "since" in field else since)
        last = min(until, release(field["until"]) if "until" in field else until)
        experimental = inside_experimental or field.get("experimental", False)
        out[at] = (field, first, last, experimental)
        inner = field
        while "element" in inner:
            at += "[]" if inner["type"] == "list" else "{}"
            inner = inner["element"]
            out[at] = (inner, first, last, experimental)
        ours_fields(inner.get("fields", {}), at, out, first, last, experimental)
    return out


def same_type(ours, theirs):
    if ours == theirs:
        return True
    # Strings with a meaning, and free JSON that the definition calls an object.
    return (ours, theirs) in {("duration", "string"), ("quantity", "int_or_string"), ("any", "object")}


def limits_differ(kind, at, ours, theirs, newest):
    """What a newest definition says of values and lists that the catalogue says otherwise."""
    if not newest:
        return
    values = {str(v) for v in theirs.get("enum", []) if v is not None}
    if values and values != set(ours.get("values", [])):
        if (kind, at) not in WIDER_VALUES or not values < set(ours.get("values", [])):
            yield f"values are {sorted(values)}, ours {sorted(ours.get('values', []))}"
    list_type = theirs.get("x-kubernetes-list-type", "atomic")
    if ours["type"] == "list" and ours["list"] != list_type:
        yield f"the list is {list_type}, ours {ours['list']}"
    if list_type == "map" and sorted(theirs["x-kubernetes-list-map-keys"]) != sorted(ours.get("keys", [])):
        yield f"keys are {theirs['x-kubernetes-list-map-keys']}, ours {ours.get('keys')}"
    fixed = any(rule["rule"] == "self == oldSelf" for rule in theirs.get("x-kubernetes-validations", []))
    if fixed != ours.get("immutable", False):
        yield f"immutable is {fixed}, ours {not fixed}"
    if "default" in theirs and ours.get("default") != theirs["default"]:
        yield f"the default is {theirs['default']}, ours {ours.get('default')}"


class Judge:
    def __init__(self, kinds):
        self.kinds = {(k["group"], k["kind"]): k for k in kinds}
        self.breaches = []
        self.compared = 0

    def say(self, version, kind, at, what):
        self.breaches.append(f"{version} {kind} {at}: {what}")

    def module(self, product, module, read):
        newest = read[-1][0]
        for version, found in read:
            if not found:
                self.say(version, module, "", "holds no definitions")
            for (group, kind), served in found.items():
                if (group, kind) not in self.kinds:
                    if kind not in LEFT_OUT:
                        self.say(version, kind, group, "no such kind in the catalogue")
                    continue
                self.kind(version, self.kinds[(group, kind)], served, version == newest)
        for kind in self.kinds.values():
            if kind["product"] == product and not any((kind["group"], kind["kind"]) in found for _, found in read):
                self.say(newest, kind["kind"], kind["group"], "no module defines it")

    def experimental(self, version, found):
        """Fields that the catalogue calls experimental are in that channel, with the same types."""
        for (group, name), served in found.items():
            kind = self.kinds.get((group, name))
            if kind is None:
                continue
            theirs = {}
            for schema in served.values():
                theirs.update(published_fields(schema, "", {}))
            for at, (field, first, last, experimental) in ours_fields(kind["fields"], "", {}).items():
                if not experimental or not first <= release(version) <= last:
                    continue
                self.compared += 1
                if at not in theirs:
                    self.say(version, name, at, "not in the experimental channel")
                elif not same_type(field["type"], published_type(theirs[at])):
                    self.say(version, name, at, f"is {published_type(theirs[at])}, ours {field['type']}")

    def kind(self, version, ours, served, newest):
        at_release = release(version)
        known = {v["name"]: v for v in ours["versions"]}
        for name in served:
            if name not in known or release(known[name].get("since", "0.0")) > at_release or \
                    release(known[name].get("until", "999.0")) < at_release:
                self.say(version, ours["kind"], name, "served, and not so in the catalogue")
        theirs = {}
        for schema in served.values():
            theirs.update(published_fields(schema, "", {}))
        fields = ours_fields(ours["fields"], "", {})
        for at, schema in theirs.items():
            self.compared += 1
            if at not in fields:
                self.say(version, ours["kind"], at, "missing in the catalogue")
                continue
            field, first, last, _ = fields[at]
            if not first <= at_release <= last:
                self.say(version, ours["kind"], at, f"there, and the catalogue has it from {first} to {last}")
            if not same_type(field["type"], published_type(schema)):
                self.say(version, ours["kind"], at, f"is {published_type(schema)}, ours {field['type']}")
            for what in limits_differ(ours["kind"], at, field, schema, newest):
                self.say(version, ours["kind"], at, what)
        for at, (_, first, last, experimental) in fields.items():
            if at not in theirs and first <= at_release <= last and not experimental:
                self.say(version, ours["kind"], at, "in the catalogue, and not there")


def spoil(kinds):
    spec = next(k for k in kinds if k["kind"] == "VirtualService")["fields"]["spec"]["fields"]
    del spec["gateways"]
    spec["exportTo"]["element"]["type"] = "number"


def main():
    kinds = json.loads(subprocess.run([sys.argv[1], "kinds", "--json"], check=True, stdout=subprocess.PIPE).stdout)
    if "--spoilt" in sys.argv:
        spoil(kinds)
    go, judge = Go(), Judge(kinds)
    for product, module, oldest, pattern in MODULES:
        read = [(version, definitions(go.files(module, version, pattern))) for version in go.versions(module, oldest)]
        judge.module(product, module, read)
        print(f"{module}: {', '.join(version for version, _ in read)}")
    _, module, oldest, _ = MODULES[1]
    for version in go.versions(module, oldest):
        judge.experimental(version, definitions(go.files(module, version, EXPERIMENTAL)))
    print("\n".join(judge.breaches[:80]))
    print(f"{judge.compared} fields compared, {len(judge.breaches)} breaches")
    if "--spoilt" in sys.argv:
        found = {what for at in ("spec.gateways", "spec.exportTo[]") for what in judge.breaches if f" {at}: " in what}
        sys.exit(0 if len(found) >= 2 and len(found) + 10 > len(judge.breaches) else 1)
    sys.exit(1 if judge.breaches or judge.compared < 3000 else 0)


if __name__ == "__main__":
    main()
