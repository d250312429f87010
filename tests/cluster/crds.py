"""Custom resource definitions: those of Istio and of Gateway API, installed and served."""

import pathlib
import re

from .counterparts import counterpart
from .processes import wait_until

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
# What a document's kind is created under.
PLACES = {
    "CustomResourceDefinition": DEFINITIONS,
    "ValidatingAdmissionPolicy": "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
    "ValidatingAdmissionPolicyBinding": "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
}
SETS = {"istio": "istio-crds", "gateway-api": "gateway-api-crds"}


def documents(path):
    """The YAML documents of a file, or of the files of a folder, with their kind and name."""
    path = pathlib.Path(path)
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    for file in files:
        for text in re.split(r"^---[ \t]*$", file.read_text(), flags=re.MULTILINE):
            kind = re.search(r"^kind: *(\S+)", text, re.MULTILINE)
            name = re.search(r'^metadata:\n(?:  .*\n)*?  name: *"?([^\s"]+)', text, re.MULTILINE)
            if kind and name:
                yield kind[1], name[1], text


def place(name):
    """Where a set's documents are: what its recipe prints, or the path itself."""
    return counterpart(SETS[name]) if name in SETS else pathlib.Path(name)


def titles(names):
    """The names of the definitions in sets."""
    return [title for name in names for kind, title, _ in documents(place(name)) if kind == "CustomResourceDefinition"]


def discovered(api):
    """The definitions' names ("virtualservices.networking.istio.io") of all that the server says it serves."""
    accept = {"Accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"}
    return {f"{resource['resource']}.{group['metadata']['name']}"
            for group in api.ask("GET", "/apis", headers=accept).json.get("items", [])
            for version in group["versions"] for resource in version.get("resources", [])}


def wait_discovered(api, names):
    """Waits until the server says that it serves sets which it had when it started. It loads each at its first request."""
    wanted = set(titles(names))
    if wanted:
        wait_until(lambda: wanted <= discovered(api), f"the definitions of {sorted(names)}")


def install(api, names):
    """Installs sets of definitions (those that are served stay) and waits until each version of each kind is served and told of."""
    there = discovered(api) if names else set()
    wanted = []
    for name in names:
        for kind, title, text in documents(place(name)):
            if title not in there:
                api.must("POST", PLACES[kind], text.encode(), "application/yaml", also=(409,))
                wanted += [title] if kind == "CustomResourceDefinition" else []
    for title in wanted:
        wait_established(api, title)
    if wanted:
        wait_until(lambda: set(wanted) <= discovered(api), f"the definitions of {sorted(names)}")
    return wanted


def wait_established(api, title):
    """Waits until a definition is established and lists of its objects are answered."""
    def established():
        definition = api.get(f"{DEFINITIONS}/{title}")
        conditions = {c["type"]: c["status"] for c in definition.get("status", {}).get("conditions") or []}
        return definition if conditions.get("Established") == "True" else None
    spec = wait_until(established, f"{title} established")["spec"]
    for version in spec["versions"]:
        path = f"/apis/{spec['group']}/{version['name']}/{spec['names']['plural']}?limit=1"
        if version["served"]:
            wait_until(lambda path=path: api.ask("GET", path).status == 200, f"{title} served")
