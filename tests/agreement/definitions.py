"""The published schemas of kinds, read as they are published: the generator knows nothing of mesh's catalogue."""

import functools
import json
import pathlib

import yaml

from cluster.counterparts import counterpart

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Recipes of definitions that a cluster with istiod does not bring by itself.
BESIDE_ISTIOD = ("monitoring-crds", "strimzi-crds")
RECIPES = ("istio-crds", "gateway-api-crds", *BESIDE_ISTIOD)
# Kinds of Kubernetes itself: file of OpenAPI, schema, apiVersion.
BUILT_IN = {
    "NetworkPolicy": ("apis__networking.k8s.io__v1_openapi.json", "io.k8s.api.networking.v1", "networking.k8s.io/v1"),
    "ResourceQuota": ("api__v1_openapi.json", "io.k8s.api.core.v1", "v1"),
    "LimitRange": ("api__v1_openapi.json", "io.k8s.api.core.v1", "v1"),
}


def load(path):
    """The documents of a YAML file, or of the files of a folder."""
    path = pathlib.Path(path)
    for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
        yield from (each for each in yaml.load_all(file.read_text(), LOADER) if each)


@functools.cache
def schemas():
    """(apiVersion, kind) -> the schema of its objects, for every served version."""
    found = {}
    for recipe in RECIPES:
        for each in load(counterpart(recipe)):
            if each["kind"] != "CustomResourceDefinition":
                continue
            spec = each["spec"]
            for version in spec["versions"]:
                if version["served"]:
                    found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = version["schema"]["openAPIV3Schema"]
    for kind, (file, package, version) in BUILT_IN.items():
        known = json.loads((counterpart("kubernetes-openapi") / file).read_text())["components"]["schemas"]
        found[version, kind] = resolved(known[f"{package}.{kind}"], known)
    return found


def resolved(schema, known):
    """The schema with what it refers to in place. (None of these kinds contains itself.)"""
    if isinstance(schema, list):
        return [resolved(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return resolved(known[schema["$ref"].rsplit("/", 1)[1]], known)
    whole = {name: resolved(value, known) for name, value in schema.items() if name != "allOf"}
    for part in schema.get("allOf", []):
        whole = {**resolved(part, known), **whole}
    if whole.get("format") == "int-or-string":
        whole["x-kubernetes-int-or-string"] = True
    return whole
