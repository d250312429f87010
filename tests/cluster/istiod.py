"""istiod beside a cluster: the real validating webhook, Gateway controller and status writer."""

import base64
import http.client

from .certificates import LOOPBACK
from .counterparts import counterpart
from .kubeconfig import Context
from .processes import PATIENCE, free_port, wait_until

NAMESPACE = "istio-system"
GROUPS = ["security.istio.io", "networking.istio.io", "telemetry.istio.io", "extensions.istio.io"]
# A host for all of the mesh: the API server's own schema accepts it, Istio's validation does not.
REFUSED = {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {"name": "probe", "namespace": NAMESPACE},
           "spec": {"hosts": ["*"], "http": [{"route": [{"destination": {"host": "probe.example"}}]}]}}


class Istiod:
    def __init__(self, cluster, mesh_config="", environment=None):
        self.cluster = cluster
        self.mesh_config = mesh_config or "{}\n"
        self.environment = environment or {}
        self.ports = {name: free_port() for name in ("http", "https", "grpc", "secure-grpc", "monitoring", "ctrlz")}
        self.address = f"127.0.0.1:{self.ports['http']}"
        self.webhook = f"https://127.0.0.1:{self.ports['https']}/validate"

    def start(self):
        """Prepares what it needs in the cluster and starts it."""
        cluster = self.cluster
        cluster.api.must("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}, also=(409,))
        serving = cluster.authority.server("istiod", (*LOOPBACK, f"DNS:istiod.{NAMESPACE}.svc"))
        identity = cluster.certificate_user("istiod", ["system:masters"])
        mesh = cluster.folder / "mesh.yaml"
        mesh.write_text(self.mesh_config)
        file = cluster.write_kubeconfig({"Kubernetes": Context(cluster.server, identity, cluster.ca_file)})
        address = {name: f"127.0.0.1:{port}" for name, port in self.ports.items()}
        self.process = cluster.process("istiod", [
            counterpart("istiod"), "discovery", f"--kubeconfig={file}", f"--meshConfig={mesh}", f"--httpAddr={address['http']}",
            f"--httpsAddr={address['https']}", f"--grpcAddr={address['grpc']}", f"--secureGRPCAddr={address['secure-grpc']}",
            f"--monitoringAddr={address['monitoring']}", f"--ctrlz_port={self.ports['ctrlz']}",
            f"--tlsCertFile={serving.certificate}", f"--tlsKeyFile={serving.key}", f"--caCertFile={cluster.ca_file}",
        ], {"POD_NAME": "istiod", "POD_NAMESPACE": NAMESPACE, "REVISION": "default", "CLUSTER_ID": "Kubernetes",
            "PILOT_CERT_PROVIDER": "istiod", "JWT_POLICY": "first-party-jwt", **self.environment})
        self.restart()

    def restart(self):
        """Starts it, after a stop() of its process too. Returns when the webhook refuses what it should."""
        self.process.start()
        self.process.wait_ready(self._ready)
        self._register_webhook()

    def _ready(self):
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _register_webhook(self):
        """Registers the webhook as Istio's charts do: one entry for objects with a revision and one for the others."""
        client = {"url": self.webhook, "caBundle": base64.b64encode(self.cluster.ca.encode()).decode()}
        rules = [{"operations": ["CREATE", "UPDATE"], "apiGroups": GROUPS, "apiVersions": ["*"], "resources": ["*"]}]
        selectors = {"rev.validation.istio.io": {"key": "istio.io/rev", "operator": "In", "values": ["default"]},
                     "validation.istio.io": {"key": "istio.io/rev", "operator": "DoesNotExist"}}
        hooks = [{"name": name, "clientConfig": client, "rules": rules, "failurePolicy": "Fail", "sideEffects": "None",
                  "admissionReviewVersions": ["v1"], "objectSelector": {"matchExpressions": [selector]}}
                 for name, selector in selectors.items()]
        self.cluster.api.apply("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/istio-validator", {
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
            "metadata": {"name": "istio-validator"}, "webhooks": hooks})
        wait_until(self._refuses, "istiod's webhook")

    def _refuses(self):
        path = f"/apis/networking.istio.io/v1/namespaces/{NAMESPACE}/virtualservices?dryRun=All"
        answer = self.cluster.api.ask("POST", path, REFUSED)
        return answer.status == 400 and "admission webhook" in answer.text
