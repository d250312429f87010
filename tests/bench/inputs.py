"""What the bench feeds to hosts and programs: the only place that knows our attributes."""

import json

HEAD = """
terraform {
  required_providers {
    mesh = { source = "SOURCE" }
  }
}

provider "mesh" {
  owner = "bench"
  directory = { path = "${path.root}/tree" }
}
"""

# With its host named, the source is one provider for both hosts, so that a state of one serves the other.
SHARED_HEAD = HEAD.replace("SOURCE", "registry.terraform.io/meshgen/mesh")
# As a user and the onboarding module write it.
BARE_HEAD = HEAD.replace("SOURCE", "meshgen/mesh")

ROUTE = """
    name      = "route-${count.index}"
    namespace = "team-${count.index % 10}"
    gateway   = { name = "public", namespace = "ingress" }
    hostnames = ["svc-${count.index}.example.com"]
    rules = [{
      path_prefix = "/api"
      backends    = [{ service = "svc-${count.index}", port = 8080 }]
    }]
"""

# About 500 bytes as YAML.
OBJECT = """
    manifest = {
      apiVersion = "v1"
      kind       = "ConfigMap"
      metadata   = { name = "settings-${count.index}", namespace = "team-${count.index % 10}" }
      data = {
        endpoint = "https://svc-${count.index}.team.svc.cluster.local:8443/v1/accounts"
        region   = "af-south-1"
        retries  = "3"
        timeout  = "2500ms"
        banner   = "measured twice, cut once; measured twice, cut once; measured twice, cut once; measured twice, cut once; measured twice, cut once; measured twice, cut once; measured twice, cut once; measured twice, cut once"
      }
    }
"""


def resources(count):
    """Half routes, half objects, as ours and as the host's own terraform_data with the same input."""
    half = count // 2
    ours = SHARED_HEAD + "".join(f'\nresource "mesh_{kind}" "r" {{\n    count = {half}\n{body}}}\n'
                          for kind, body in (("gateway_route", ROUTE), ("object", OBJECT)))
    floor = "".join(f'\nresource "terraform_data" "{name}" {{\n    count = {half}\n    input = {{{body}    }}\n}}\n'
                    for name, body in (("route", ROUTE), ("object", OBJECT)))
    return ours, floor


def client(number):
    return f"client-{number:04d}"


# What every client asks for beside its fence, so that it is made of eight objects or more.
SETTINGS = {
    "egress": "restricted",
    "guard": True,
    "quota": {"requests.cpu": "20", "requests.memory": "64Gi", "pods": "100"},
    "limit_range": {"default": {"cpu": "500m", "memory": "512Mi"}, "default_request": {"cpu": "100m", "memory": "128Mi"}},
}


def onboarding(module, clients):
    """Clients through the onboarding module, one tenant each."""
    entries = {client(i): {"dataplane_mode": "ambient" if i % 2 else "sidecar", "client": client(i), "tenant": client(i)}
               for i in range(clients)}
    return BARE_HEAD + f"""
module "onboarding" {{
  source                       = "{module}"
  istio_application_namespaces = {json.dumps(entries)}
  tenant_defaults              = {json.dumps(SETTINGS)}
}}
"""


def flat(clients):
    """The same tenants in one resource: modules by the thousand are the host's own cost."""
    entries = {client(i): "ambient" if i % 2 else "sidecar" for i in range(clients)}
    return BARE_HEAD + f"""
resource "mesh_tenant" "t" {{
  for_each    = {json.dumps(entries)}
  name        = each.key
  client      = each.key
  namespaces  = {{ (each.key) = {{ dataplane_mode = each.value }} }}
  egress      = "{SETTINGS['egress']}"
  guard       = true
  quota       = {json.dumps(SETTINGS['quota'])}
  limit_range = {json.dumps(SETTINGS['limit_range'])}
}}
"""


LIVE = (("networking.istio.io/v1", "VirtualService", """
      hosts = ["svc-${count.index}.example.com"]
      http  = [{ route = [{ destination = { host = "svc-${count.index}", port = { number = 8080 } } }], timeout = "2.5s" }]
"""), ("networking.istio.io/v1", "DestinationRule", """
      host          = "svc-${count.index}"
      trafficPolicy = { connectionPool = { tcp = { maxConnections = 100 } }, outlierDetection = { consecutive5xxErrors = 5 } }
"""))


def live(count, clusters):
    """For each cluster (name -> kubeconfig) that many Istio objects, half of each kind, and the same input for the host's own.

    Those of the cluster number n go to the namespace `<var.namespace>-<n>`."""
    head = BARE_HEAD.split('provider "mesh"')[0] + 'variable "namespace" {}\n'
    places = ", ".join(f'{name} = {{ kubernetes = {{ config_path = "{path}" }} }}' for name, path in clusters.items())
    ours = head + f'provider "mesh" {{\n  owner    = "bench"\n  clusters = {{ {places} }}\n}}\n'
    floor = 'variable "namespace" {}\n'
    for number, name in enumerate(clusters):
        for version, kind, spec in LIVE:
            body = (f'{{ apiVersion = "{version}", kind = "{kind}", metadata = {{ name = "o{number}-${{count.index}}", namespace = "${{var.namespace}}-{number}" }}, '
                    f'spec = {{{spec}    }} }}')
            label = f"{kind.lower()}_{name}"
            ours += f'resource "mesh_object" "{label}" {{\n  count    = {count // 2}\n  cluster  = "{name}"\n  manifest = {body}\n}}\n'
            floor += f'resource "terraform_data" "{label}" {{\n  count = {count // 2}\n  input = {body}\n}}\n'
    return ours, floor


def one_per_object(path):
    """The host's own resource, one for each object of the JSON map in the file."""
    return f"""
resource "terraform_data" "o" {{
  for_each = jsondecode(file("{path}"))
  input    = each.value
}}
"""


def platform(tenants):
    """A platform file of meshgen (JSON is YAML) with this many tenants."""
    stated = {client(i): {"name": client(i), "client": client(i), "namespaces": {client(i): {"dataplane_mode": "sidecar"}}, **SETTINGS}
              for i in range(tenants)}
    lines = [f"    {name}: {json.dumps(tenant)}" for name, tenant in stated.items()]
    return "\n".join(["owner: bench", "resources:", "  tenant:", *lines]) + "\n"


def chart(objects_of_first):
    """A Helm chart whose template ranges over clients and renders for each what meshgen renders for client 0."""
    body = objects_of_first.replace("{{", '{{ "{{" }}').replace(client(0), "{{ . }}")
    return {
        "Chart.yaml": "apiVersion: v2\nname: tenants\nversion: 0.1.0\n",
        "templates/tenants.yaml": "{{- range .Values.clients }}\n---\n" + body + "{{- end }}\n",
    }


def istio_objects(count):
    """Virtual services and destination rules as teams write them, half of each."""
    out = []
    for i in range(count // 2):
        host = f"svc-{i}.team-{i % 50}.svc"
        metadata = {"name": f"svc-{i}", "namespace": f"team-{i % 50}"}
        version = "networking.istio.io/v1"
        route = [{"destination": {"host": host, "subset": subset}, "weight": weight} for subset, weight in (("v1", 90), ("v2", 10))]
        out.append({"apiVersion": version, "kind": "VirtualService", "metadata": metadata, "spec": {
            "hosts": [host],
            "http": [{"match": [{"uri": {"prefix": f"/api/v{i % 7}"}, "headers": {"x-client": {"exact": f"c{i}"}}}], "timeout": "10s",
                      "retries": {"attempts": 3, "perTryTimeout": "2s", "retryOn": "5xx,reset"}, "route": route},
                     {"route": [{"destination": {"host": host}}]}]}})
        out.append({"apiVersion": version, "kind": "DestinationRule", "metadata": metadata, "spec": {
            "host": host,
            "trafficPolicy": {"connectionPool": {"tcp": {"maxConnections": 100, "connectTimeout": "3s"}},
                              "outlierDetection": {"consecutive5xxErrors": 5, "interval": "30s"}},
            "subsets": [{"name": name, "labels": {"version": name}} for name in ("v1", "v2")]}})
    return out


def as_yaml(value, indent=""):
    """Block style, as it is written by hand. Knows the strings and numbers of istio_objects only."""
    lines = []
    for key, member in value.items():
        if isinstance(member, dict):
            lines.append(f"{indent}{key}:\n{as_yaml(member, indent + '  ')}")
        elif isinstance(member, list):
            lines.append(f"{indent}{key}:\n")
            for item in member:
                text = as_yaml(item, indent + "  ") if isinstance(item, dict) else f"{indent}  {item}\n"
                lines.append(f"{indent}- {text[len(indent) + 2:]}")
        else:
            lines.append(f"{indent}{key}: {member}\n")
    return "".join(lines)
