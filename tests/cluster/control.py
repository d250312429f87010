"""What a test in another language may have done to its cluster: JSON posted to a loopback address.

    POST {control}/user     {"name": "alice", "groups": ["dev"], "rules": [...], "namespace": "ns"}  -> {"kubeconfig": FILE, ...}
    POST {control}/restart  {}

The names are those of OPERATIONS; arguments that an operation does not have are an error (400).
"""

import http.server
import json
import threading

from .cluster import Cluster
from .faults import FaultProxy


def user(cluster, name, groups=(), rules=(), namespace=None, server=None, embed=False):
    """A user with a client certificate, the rights that `rules` give, and a kubeconfig."""
    return described(cluster, cluster.certificate_user(name, groups), rules, namespace, server, embed)


def service_account(cluster, name, namespace, rules=(), server=None):
    """A service account with a token, the rights that `rules` give, and a kubeconfig."""
    return described(cluster, cluster.service_account(namespace, name), rules, namespace, server, False)


def described(cluster, identity, rules, namespace, server, embed):
    if rules:
        cluster.grant(identity, list(rules), namespace)
    pair = {"certificate": str(identity.pair.certificate), "key": str(identity.pair.key)} if identity.pair else {}
    file = cluster.kubeconfig_for(identity, namespace, server, embed=embed)
    return {"name": identity.name, "kubeconfig": str(file), "token": identity.token, **pair}


def proxy(cluster, **options):
    """A FaultProxy in front of the cluster: its own control address takes rules."""
    started = FaultProxy(cluster, **options)
    return {"server": started.server, "servers": started.servers, "control": started.control}


def beside(cluster):
    """Another API server with objects of its own: definitions and tokens are as the first one's. It ends with this program."""
    return Cluster(crds=cluster.wanted_crds, tokens=cluster.tokens, beside=cluster).start().facts()


def answers(do):
    """An operation whose result is the cluster's facts as they are now."""
    def operation(cluster, **arguments):
        do(cluster, **arguments)
        return cluster.facts()
    return operation


OPERATIONS = {
    "facts": answers(lambda cluster: None),
    "user": user,
    "service_account": service_account,
    "namespace": lambda cluster, prefix="test", labels=None: {"name": cluster.namespace(prefix, labels)},
    "install_crds": lambda cluster, names: {"installed": cluster.install_crds(*names)},
    "proxy": proxy,
    "beside": beside,
    "start": answers(lambda cluster: cluster.start_api_server()),
    "stop": answers(lambda cluster, graceful=0.0: cluster.stop_api_server(graceful)),
    "restart": answers(lambda cluster, graceful=0.0: cluster.restart_api_server(graceful)),
    "rotate_serving_certificate": answers(lambda cluster: cluster.rotate_serving_certificate()),
    "rotate_ca": answers(lambda cluster: cluster.rotate_ca()),
}


class Control:
    """Serves the operations, one at a time, in the thread that calls `serve`: it has to be the main one (see Process)."""

    def __init__(self, cluster):
        control = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                status, result = control.answer(self.path, self.rfile.read(int(self.headers.get("Content-Length", 0))))
                text = json.dumps(result).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.cluster = cluster
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path, body):
        operation = OPERATIONS.get(path.strip("/"))
        if operation is None:
            return 404, {"error": f"there is no operation {path}; there are {sorted(OPERATIONS)}"}
        try:
            return 200, operation(self.cluster, **json.loads(body or b"{}"))
        except (TypeError, ValueError) as wrong:
            return 400, {"error": str(wrong)}
        except Exception as failed:  # the test that asked is told, and decides
            return 500, {"error": f"{type(failed).__name__}: {failed}"}

    def serve(self, until):
        """Serves until the function `until`, which waits in another thread, returns; gives its result."""
        result = []

        def wait():
            result.append(until())
            self.server.shutdown()

        waiter = threading.Thread(target=wait)
        waiter.start()
        self.server.serve_forever(poll_interval=0.05)
        waiter.join()
        self.server.server_close()
        return result[0]
