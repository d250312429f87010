"""Who reaches whom, decided from objects alone.

An evaluator of Kubernetes NetworkPolicy and Istio PeerAuthentication and AuthorizationPolicy, as kube-proxy
plug-ins, ztunnel, sidecars and waypoints enforce them. It shares nothing with the renderer that it judges: it
reads YAML, in another language, and knows only the semantics of the APIs.
"""

import dataclasses
import ipaddress

HBONE = 15008
CAPTURED = ("sidecar", "ambient", "gateway", "waypoint")


@dataclasses.dataclass(frozen=True)
class Workload:
    namespace: str
    account: str = "default"
    capture: str = "none"  # none, sidecar, ambient, gateway, waypoint
    labels: tuple = ()
    address: str = "10.1.2.3"
    domain: str = "cluster.local"

    @property
    def principal(self):
        """The identity that a peer proves; None outside the mesh."""
        if self.capture not in CAPTURED:
            return None
        return f"{self.domain}/ns/{self.namespace}/sa/{self.account}"


@dataclasses.dataclass(frozen=True)
class Verdict:
    allowed: bool
    why: str

    def __bool__(self):
        return self.allowed


def pattern(text, value):
    """Istio's string match: exact, `x*`, `*x`, or `*` for anything present."""
    if value is None:
        return False
    if text == "*":
        return value != ""
    if text.startswith("*"):
        return value.endswith(text[1:])
    if text.endswith("*"):
        return value.startswith(text[:-1])
    return text == value


def labels_match(selector, labels):
    """A Kubernetes label selector; None and {} select everything."""
    selector = selector or {}
    for key, value in (selector.get("matchLabels") or {}).items():
        if labels.get(key) != value:
            return False
    for term in selector.get("matchExpressions") or []:
        value, operator = labels.get(term["key"]), term["operator"]
        values = term.get("values") or []
        if operator == "In" and value not in values:
            return False
        if operator == "NotIn" and value in values:
            return False
        if operator == "Exists" and value is None:
            return False
        if operator == "DoesNotExist" and value is not None:
            return False
    return True


def inside(address, block):
    cidr = block if isinstance(block, str) else block["cidr"]
    if ipaddress.ip_address(address) not in ipaddress.ip_network(cidr):
        return False
    excepted = [] if isinstance(block, str) else block.get("except") or []
    return not any(ipaddress.ip_address(address) in ipaddress.ip_network(e) for e in excepted)


class World:
    """A set of objects, and the questions one can ask of it."""

    def __init__(self, objects, root="istio-system"):
        self.root = root
        self.by_kind = {}
        self.namespaces = {}
        for item in objects:
            self.by_kind.setdefault((item["apiVersion"].split("/")[0], item["kind"]), []).append(item)
            if item["kind"] == "Namespace":
                name = item["metadata"]["name"]
                self.namespaces[name] = dict(item["metadata"].get("labels") or {})
        self.waypoints = {
            (g["metadata"]["namespace"], g["metadata"]["name"])
            for g in self.of("gateway.networking.k8s.io", "Gateway")
            if g["spec"].get("gatewayClassName") == "istio-waypoint"
        }

    def of(self, group, kind):
        return self.by_kind.get((group, kind), [])

    def namespace_labels(self, name):
        return {**self.namespaces.get(name, {}), "kubernetes.io/metadata.name": name}

    # -- NetworkPolicy -------------------------------------------------------------------------

    def peer_matches(self, peer, workload, policy_namespace):
        if "ipBlock" in peer:
            return inside(workload.address, peer["ipBlock"])
        labels = dict(workload.labels)
        if "namespaceSelector" in peer:
            if not labels_match(
                peer["namespaceSelector"], self.namespace_labels(workload.namespace)
            ):
                return False
        elif workload.namespace != policy_namespace:
            return False
        return labels_match(peer.get("podSelector"), labels)

    @staticmethod
    def port_matches(ports, port, protocol):
        if not ports:
            return True
        for entry in ports:
            if entry.get("protocol", "TCP") != protocol:
                continue
            low = entry.get("port")
            if low is None or low == port or (low <= port <= entry.get("endPort", low)):
                return True
        return False

    def network(self, direction, here, there, port, protocol="TCP"):
        """Whether the policies that select `here` let traffic with `there` pass."""
        side, peers = ("ingress", "from") if direction == "Ingress" else ("egress", "to")
        selecting = []
        for policy in self.of("networking.k8s.io", "NetworkPolicy"):
            spec = policy["spec"]
            types = spec.get("policyTypes") or (["Ingress"] + (["Egress"] if "egress" in spec else []))
            if policy["metadata"]["namespace"] != here.namespace or direction not in types:
                continue
            if labels_match(spec.get("podSelector"), dict(here.labels)):
                selecting.append(policy)
        if not selecting:
            return Verdict(True, f"no NetworkPolicy selects {here.namespace} for {direction}")
        for policy in selecting:
            for rule in policy["spec"].get(side) or []:
                matching = not rule.get(peers) or any(
                    self.peer_matches(p, there, here.namespace) for p in rule[peers]
                )
                if matching and self.port_matches(rule.get("ports"), port, protocol):
                    return Verdict(True, f"NetworkPolicy {policy['metadata']['name']}")
        return Verdict(False, f"NetworkPolicy {direction} of {here.namespace}, port {port}")

    # -- PeerAuthentication --------------------------------------------------------------------

    def mtls_mode(self, server, port):
        mode = "PERMISSIVE"
        policies = self.of("security.istio.io", "PeerAuthentication")
        for namespace in (self.root, server.namespace):
            for policy in policies:
                spec = policy.get("spec") or {}
                if policy["metadata"]["namespace"] == namespace and "selector" not in spec:
                    found = (spec.get("mtls") or {}).get("mode", "UNSET")
                    mode = mode if found == "UNSET" else found
        for policy in policies:
            spec = policy.get("spec") or {}
            if policy["metadata"]["namespace"] != server.namespace or "selector" not in spec:
                continue
            if not labels_match(spec["selector"], dict(server.labels)):
                continue
            found = (spec.get("mtls") or {}).get("mode", "UNSET")
            mode = mode if found == "UNSET" else found
            ports = {str(k): v for k, v in (spec.get("portLevelMtls") or {}).items()}
            found = ports.get(str(port), {}).get("mode", "UNSET")
            mode = mode if found == "UNSET" else found
        return mode

    # -- AuthorizationPolicy -------------------------------------------------------------------

    @staticmethod
    def source_matches(source, peer, address):
        principal = peer.principal if peer else None
        namespace = peer.namespace if principal else None
        account = f"{namespace}/{peer.account}" if principal else None
        checks = (
            ("principals", principal, pattern),
            ("namespaces", namespace, pattern),
            ("serviceAccounts", account, lambda text, value: text == value),
            ("ipBlocks", address, lambda text, value: inside(value, text)),
            ("remoteIpBlocks", address, lambda text, value: inside(value, text)),
        )
        known = set()
        for field, value, match in checks:
            negative = "not" + field[0].upper() + field[1:]
            known |= {field, negative}
            if field in source and not any(match(t, value) for t in source[field]):
                return False
            if negative in source and any(match(t, value) for t in source[negative]):
                return False
        unknown = set(source) - known
        assert not unknown, f"the evaluator does not know {unknown}"
        return True

    @staticmethod
    def operation_matches(operation, port):
        unknown = set(operation) - {"ports", "notPorts"}
        assert not unknown, f"the evaluator judges connections, not requests: {unknown}"
        if "ports" in operation and str(port) not in operation["ports"]:
            return False
        return not ("notPorts" in operation and str(port) in operation["notPorts"])

    def rule_matches(self, rule, peer, address, port):
        assert not rule.get("when"), "the evaluator knows no conditions"
        sources = rule.get("from")
        if sources is not None and not any(
            self.source_matches(s["source"], peer, address) for s in sources
        ):
            return False
        operations = rule.get("to")
        return operations is None or any(
            self.operation_matches(o["operation"], port) for o in operations
        )

    def decide(self, policies, peer, address, port):
        """The verdict of one enforcement point over the policies that it applies."""
        allows, allowed = [], False
        for policy in policies:
            if (policy["metadata"].get("annotations") or {}).get("istio.io/dry-run") == "true":
                continue
            spec = policy.get("spec") or {}
            action = spec.get("action", "ALLOW")
            matched = any(
                self.rule_matches(rule or {}, peer, address, port) for rule in spec.get("rules") or []
            )
            if action == "DENY" and matched:
                return Verdict(False, f"DENY {policy['metadata']['name']}")
            if action == "ALLOW":
                allows.append(policy)
                allowed = allowed or matched
        if allows and not allowed:
            return Verdict(False, "no ALLOW policy matches")
        return Verdict(True, "authorized")

    def workload_policies(self, server):
        """What sidecars and ztunnel apply: namespace-wide and selected, never policies with targets."""
        out = []
        for policy in self.of("security.istio.io", "AuthorizationPolicy"):
            spec = policy.get("spec") or {}
            if policy["metadata"]["namespace"] not in (self.root, server.namespace):
                continue
            if spec.get("targetRefs") or spec.get("targetRef"):
                continue
            if labels_match(spec.get("selector"), dict(server.labels)):
                out.append(policy)
        return out

    def waypoint_policies(self, namespace, name):
        """What a waypoint applies: only policies that target its Gateway."""
        out = []
        for policy in self.of("security.istio.io", "AuthorizationPolicy"):
            for target in (policy.get("spec") or {}).get("targetRefs") or []:
                if policy["metadata"]["namespace"] == namespace and target["name"] == name:
                    assert target["kind"] == "Gateway", target
                    out.append(policy)
        return out

    # -- paths ---------------------------------------------------------------------------------

    def hop(self, client, server, port, policies):
        """One connection between two pods, with the policies that the receiving side applies."""
        tunnelled = client.capture in CAPTURED and server.capture in ("ambient", "waypoint")
        tunnelled = tunnelled or (client.capture == "ambient" and server.capture == "sidecar")
        wire_port = HBONE if tunnelled else port
        for verdict in (
            self.network("Egress", client, server, wire_port),
            self.network("Ingress", server, client, wire_port),
        ):
            if not verdict:
                return verdict
        if server.capture == "none":
            return Verdict(True, "nobody but NetworkPolicy judges")
        identified = client.capture in CAPTURED
        if server.capture != "waypoint":
            if not identified and self.mtls_mode(server, port) == "STRICT":
                return Verdict(False, "STRICT refuses plaintext")
        return self.decide(policies, client if identified else None, client.address, port)

    def waypoint_of(self, client, server):
        """The waypoint on the way, as (namespace, name), or None."""
        labels = self.namespaces.get(server.namespace, {})
        name = labels.get("istio.io/use-waypoint")
        if server.capture != "ambient" or client.capture not in CAPTURED or name in (None, "none"):
            return None
        if client.capture == "gateway" and labels.get("istio.io/ingress-use-waypoint") != "true":
            return None
        where = (labels.get("istio.io/use-waypoint-namespace", server.namespace), name)
        return where if where in self.waypoints else None

    def connect(self, client, server, port):
        """Whether `client` can open a TCP connection to `port` of `server`."""
        where = self.waypoint_of(client, server)
        if where is None:
            return self.hop(client, server, port, self.workload_policies(server))
        namespace, name = where
        waypoint = Workload(
            namespace, name, "waypoint", (("gateway.networking.k8s.io/gateway-name", name),), "10.1.9.9"
        )
        first = self.hop(client, waypoint, port, self.waypoint_policies(namespace, name))
        if not first:
            return Verdict(False, f"at the waypoint: {first.why}")
        second = self.hop(waypoint, server, port, self.workload_policies(server))
        return Verdict(second.allowed, f"behind the waypoint: {second.why}")
