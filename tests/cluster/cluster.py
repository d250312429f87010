"""A real Kubernetes API server with its etcd, started for tests on loopback and gone with them.

    with Cluster(crds=["istio"]) as cluster:
        namespace = cluster.namespace()
        alice = cluster.certificate_user("alice", ["dev"])
        cluster.grant(alice, [rule(["get", "patch"], ["configmaps"])], namespace)
        file = cluster.kubeconfig_for(alice, namespace)

Start it from the main thread. One cluster serves many tests, each in a namespace of its own.
"""

import atexit
import fcntl
import hashlib
import itertools
import json
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import time

from . import crds as definitions
from . import rights
from . import seeds
from .api import Api
from .audit import AuditLog, policy
from .certificates import Authority, Pair, install, signing_key
from .counterparts import counterpart
from .kubeconfig import Context, Identity, write_kubeconfig
from .processes import PATIENCE, Process, free_port, wait_until
from .rights import rule  # noqa: F401  (part of what tests import from here)

PREFIX = "mesh-cluster-"
# As in servers with large heaps, which collect seldom; a small one would spend more on that than on its work.
FEW_COLLECTIONS = {"GOGC": "400"}
MASTERS = ("system:masters",)
# Users whose requests are not those of a program under test.
UNLOGGED = ("system:apiserver", "system:kube-controller-manager", "tests", "istiod")
# The controllers whose work clients wait for; all of them would cost CPU for nothing.
CONTROLLERS = ("namespace-controller", "garbage-collector-controller", "resourcequota-controller",
               "serviceaccount-controller", "root-ca-certificate-publisher-controller", "validatingadmissionpolicy-status-controller")


def sweep():
    """Removes the folders of runs that were killed: nobody holds their lock."""
    for folder in pathlib.Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            if time.time() - folder.stat().st_mtime < 60:
                continue
            with open(folder / "lock", "rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


class Cluster:
    """What can be chosen:

    crds         sets of definitions: "istio", "gateway-api", or a path of a file or folder
    controllers  starts kube-controller-manager: namespaces finish terminating, quotas count, owners' children are collected
    istiod       starts istiod (both sets of definitions come with it): validating webhook, Gateway controller, status
    tokens       static tokens, {token: (user, [group...])}
    api_flags    more flags for kube-apiserver
    beside       another cluster whose etcd holds this one's objects too, under another prefix
    seeded       starts with what an earlier first start left (seeds.py)
    """

    def __init__(self, *, crds=(), controllers=False, istiod=False, tokens=None, api_flags=(), beside=None, seeded=True):
        self.wanted_crds = list(dict.fromkeys([*crds, *(("istio", "gateway-api") if istiod else ())]))
        self.wanted_sets = [each for each in self.wanted_crds if each in definitions.SETS]
        self.controllers, self.with_istiod = controllers, istiod
        self.tokens = dict(tokens or {})
        self.api_flags = list(api_flags)
        self.beside, self.seeded = beside, seeded and not beside
        self.numbers = itertools.count(1)
        self.processes = []
        self.folder = self.lock = self.istiod = self.etcd = None

    # Life

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        programs = [counterpart(name) for name in ("etcd", "kube-apiserver", "kubectl")]
        sweep()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=PREFIX))
        self.lock = open(self.folder / "lock", "wb")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        atexit.register(self.stop)
        try:
            self._start(*programs)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        """Ends every process and removes the folder; a second time it does nothing."""
        for process in reversed(self.processes):
            process.stop()
        self.processes.clear()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.lock.close()
            self.folder = None
        atexit.unregister(self.stop)

    def _start(self, etcd, api_server, kubectl):
        self.kubectl_program = kubectl
        self._certificates()
        self._start_etcd(etcd)
        self._configure_api_server(api_server)
        self.start_api_server()
        if self.seeded:
            definitions.wait_discovered(self.api, self.wanted_sets)
            definitions.install(self.api, [each for each in self.wanted_crds if each not in self.wanted_sets])
        else:
            definitions.install(self.api, self.wanted_crds)
        if self.controllers:
            self._start_controllers()
        if self.with_istiod:
            from .istiod import Istiod  # it needs this module
            self.istiod = Istiod(self)
            self.istiod.start()

    def _certificates(self):
        self.authority = Authority(self.folder / "pki", "mesh test cluster")
        self.front_authority = Authority(self.folder / "pki-front", "mesh test front proxy")
        self.ca_file = self.folder / "ca.pem"
        self.client_ca_file = self.folder / "client-ca.pem"
        for file in (self.ca_file, self.client_ca_file):
            file.write_text(self.authority.pem)
        self.serving = Pair(self.folder / "serving.pem", self.folder / "serving.key")
        install(self.authority.server("apiserver"), self.serving)
        # Whoever shows this certificate says in headers for whom it asks (a proxy in front does).
        self.front_proxy = self.front_authority.client("front-proxy", "front-proxy")
        self.token_keys = signing_key(self.folder / "tokens")
        self.keeper = self.certificate_user("tests", MASTERS)
        self.admin = self.certificate_user("admin", MASTERS)

    def _start_etcd(self, program):
        if self.beside:
            self.etcd_url = self.beside.etcd_url
            return
        if self.seeded:
            seeds.lay(self.wanted_sets, self.folder / "etcd", lambda names: Cluster(crds=names, seeded=False).start())
        self.etcd_url, peers = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        self.etcd = self.process("etcd", [
            program, "--data-dir", self.folder / "etcd", "--unsafe-no-fsync", "--log-level=warn",
            f"--listen-client-urls={self.etcd_url}", f"--advertise-client-urls={self.etcd_url}",
            f"--listen-peer-urls={peers}", f"--initial-advertise-peer-urls={peers}", f"--initial-cluster=default={peers}",
            "--quota-backend-bytes=4294967296", "--max-request-bytes=8388608"], FEW_COLLECTIONS)
        self.etcd.start()

    def _configure_api_server(self, program):
        self.port = free_port()
        self.server = f"https://127.0.0.1:{self.port}"
        self.etcd_prefix = f"/beside-{self.port}" if self.beside else "/registry"
        self.api = Api(self.server, self.ca, self.keeper)
        self.audit = AuditLog(self.folder / "audit.log")
        (self.folder / "audit-policy.json").write_text(json.dumps(policy(UNLOGGED)))
        rows = [f'{token},{name},{name},"{",".join(groups)}"' for token, (name, groups) in self.tokens.items()]
        (self.folder / "tokens.csv").write_text("".join(row + "\n" for row in rows))
        private, public = self.token_keys
        self.kubeconfig = self.kubeconfig_for(self.admin)
        self.api_server = self.process("kube-apiserver", [
            program, f"--etcd-servers={self.etcd_url}", f"--etcd-prefix={self.etcd_prefix}",
            f"--secure-port={self.port}", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
            f"--tls-cert-file={self.serving.certificate}", f"--tls-private-key-file={self.serving.key}",
            f"--client-ca-file={self.client_ca_file}", f"--token-auth-file={self.folder / 'tokens.csv'}",
            f"--requestheader-client-ca-file={self.front_authority.pair.certificate}", "--requestheader-allowed-names=front-proxy",
            "--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-signing-key-file={private}", f"--service-account-key-file={public}",
            "--service-cluster-ip-range=10.0.0.0/24", "--authorization-mode=RBAC", "--disable-admission-plugins=ServiceAccount",
            f"--audit-policy-file={self.folder / 'audit-policy.json'}", f"--audit-log-path={self.audit.path}", "--audit-log-maxsize=4000",
            "--allow-privileged", "--profiling=false", *self.api_flags], FEW_COLLECTIONS)

    def _start_controllers(self):
        identity = self.certificate_user("system:kube-controller-manager", MASTERS)
        manager = self.process("kube-controller-manager", [
            counterpart("kube-controllers"), f"--kubeconfig={self.kubeconfig_for(identity)}",
            f"--secure-port={free_port()}", "--bind-address=127.0.0.1", f"--cert-dir={self.folder / 'manager'}",
            f"--service-account-private-key-file={self.token_keys[0]}", f"--root-ca-file={self.ca_file}",
            f"--controllers={','.join(CONTROLLERS)}", "--leader-elect=false", "--kube-api-qps=500", "--kube-api-burst=1000",
            "--concurrent-namespace-syncs=20", "--profiling=false"])
        manager.start()
        # The publisher's work in a namespace shows that the controllers run.
        manager.wait_ready(lambda: self.api.ask("GET", "/api/v1/namespaces/default/configmaps/kube-root-ca.crt").status == 200)

    def process(self, name, command, environment=None):
        process = Process(name, command, self.folder, environment)
        self.processes.append(process)
        return process

    # The API server as a server

    @property
    def ca(self):
        """What clients verify the server with, as PEM."""
        return self.ca_file.read_text()

    def start_api_server(self):
        self.api_server.start()
        self.api_server.wait_ready(self.api.answers)

    def stop_api_server(self, graceful=0.0):
        """Until it is started again its port refuses connections."""
        self.api_server.stop(graceful)

    def restart_api_server(self, graceful=0.0):
        self.stop_api_server(graceful)
        self.start_api_server()

    def rotate_serving_certificate(self):
        """A new certificate of the same authority, without a restart; open connections stay."""
        self._serve_with(self.authority.server(f"apiserver-{next(self.numbers)}"))

    def rotate_ca(self):
        """A new authority signs the server's certificate: who trusts only the old one is not served any more.

        Client certificates of the old authority stay good. `ca` and `ca_file` are the new one; kubeconfigs with the
        authority embedded keep the old one.
        """
        self.authority = Authority(self.folder / f"pki-{next(self.numbers)}", "mesh test cluster, rotated")
        self.client_ca_file.write_text(self.client_ca_file.read_text() + self.authority.pem)
        beside = self.ca_file.with_name("ca.pem.new")
        beside.write_text(self.authority.pem)
        beside.rename(self.ca_file)
        self.api = Api(self.server, self.ca, self.keeper)
        self.rotate_serving_certificate()

    def _serve_with(self, pair):
        install(pair, self.serving)
        wanted = ssl.PEM_cert_to_DER_cert(pair.certificate.read_text())
        # A server that is down takes it when it starts.
        if self.api_server.running():
            wait_until(lambda: ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", self.port))) == wanted,
                       "the new serving certificate")

    # Users

    def certificate_user(self, name, groups=()):
        file = f"user-{next(self.numbers)}"
        return Identity(name, tuple(groups), pair=self.authority.client(file, name, groups))

    def token_user(self, token):
        """The user of one of the static tokens that the cluster was started with."""
        name, groups = self.tokens[token]
        return Identity(name, tuple(groups), token=token)

    def service_account(self, namespace, name, seconds=3600):
        """A service account (made where it is missing) with a token of its own; 600 s is the shortest life of one."""
        place = f"/api/v1/namespaces/{namespace}/serviceaccounts"
        self.api.must("POST", place, {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}}, also=(409,))
        request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": seconds}}
        token = self.api.create(f"{place}/{name}/token", request)["status"]["token"]
        groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated")
        return Identity(f"system:serviceaccount:{namespace}:{name}", groups, token=token)

    def grant(self, identity, rules, namespace=None):
        """Lets a user do what `rules` (see rights.rule) say, too; returns when the server goes by them."""
        rights.grant(self.api, identity, rules, namespace)

    def context(self, identity, namespace=None, server=None, **more):
        return Context(server or self.server, identity, self.ca_file, namespace, **more)

    def kubeconfig_for(self, identity, namespace=None, server=None, **more):
        """A kubeconfig file for one user; `server` is another way to the cluster, such as a proxy."""
        return self.write_kubeconfig({"default": self.context(identity, namespace, server, **more)})

    def write_kubeconfig(self, contexts, current=None):
        """A kubeconfig file with many contexts: {name: cluster.context(...)}, of several clusters too."""
        return write_kubeconfig(self.folder / f"kubeconfig-{next(self.numbers)}.json", contexts, current)

    # Objects

    def namespace(self, prefix="test", labels=None):
        """Makes a namespace whose name no other test has."""
        name = f"{prefix}-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:4]}-{next(self.numbers)}"
        self.api.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels or {}}})
        return name

    def install_crds(self, *names):
        """Sets of definitions ("istio", "gateway-api", a path), returned when they are served."""
        return definitions.install(self.api, names)

    def kubectl(self, *arguments, identity=None, text=None, check=True, timeout=PATIENCE):
        """Runs kubectl; `text` goes to its standard input. The finished process, with stdout and stderr as text."""
        file = self.kubeconfig_for(identity or self.keeper)
        done = subprocess.run([self.kubectl_program, "--kubeconfig", file, "--cache-dir", self.folder / "kubectl", *map(str, arguments)],
                              input=text if text is not None else "", capture_output=True, text=True, timeout=timeout)
        if check and done.returncode:
            raise RuntimeError(f"kubectl {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done

    def facts(self):
        """What a program in another language needs to know."""
        istiod = {"istiod": {"webhook": self.istiod.webhook, "debug": f"http://{self.istiod.address}/debug/"}} if self.istiod else {}
        return {
            "server": self.server, "ca_file": str(self.ca_file), "kubeconfig": str(self.kubeconfig),
            "admin": {"certificate": str(self.admin.pair.certificate), "key": str(self.admin.pair.key)},
            "tokens": {token: name for token, (name, _) in self.tokens.items()},
            "etcd": {"server": self.etcd_url, "prefix": self.etcd_prefix},
            "kubectl": str(self.kubectl_program), "audit_log": str(self.audit.path), "folder": str(self.folder), **istiod,
        }
