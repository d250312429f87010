"""Who asks, and the kubeconfig files that say so."""

import base64
import json
import pathlib
from dataclasses import dataclass, field

from .certificates import Pair


@dataclass(frozen=True)
class Identity:
    """A user of a cluster: by client certificate or by token."""
    name: str
    groups: tuple = ()
    pair: Pair | None = None
    token: str | None = None

    def user(self, embed=False):
        """The `user` of a kubeconfig; `embed` puts the contents of files in."""
        if self.token is not None:
            return {"token": self.token}
        if self.pair is None:
            return {}
        if embed:
            return {"client-certificate-data": encoded(self.pair.certificate), "client-key-data": encoded(self.pair.key)}
        return {"client-certificate": str(self.pair.certificate), "client-key": str(self.pair.key)}


@dataclass(frozen=True)
class Context:
    """A context with its own cluster and user. `cluster` and `user` add to, or replace, what the file says of them."""
    server: str
    identity: Identity
    ca_file: pathlib.Path | None = None
    namespace: str | None = None
    embed: bool = False
    cluster: dict = field(default_factory=dict)
    user: dict = field(default_factory=dict)


def encoded(file):
    return base64.b64encode(pathlib.Path(file).read_bytes()).decode()


def write_kubeconfig(path, contexts, current=None):
    """Writes contexts by name; the first one is current unless told otherwise. (JSON is YAML.)"""
    config = {"apiVersion": "v1", "kind": "Config", "current-context": current or next(iter(contexts)),
              "clusters": [], "users": [], "contexts": []}
    for name, context in contexts.items():
        cluster = {"server": context.server}
        if context.ca_file:
            cluster |= ({"certificate-authority-data": encoded(context.ca_file)} if context.embed
                        else {"certificate-authority": str(context.ca_file)})
        bound = {"cluster": name, "user": name} | ({"namespace": context.namespace} if context.namespace else {})
        config["clusters"].append({"name": name, "cluster": cluster | context.cluster})
        config["users"].append({"name": name, "user": context.identity.user(context.embed) | context.user})
        config["contexts"].append({"name": name, "context": bound})
    path = pathlib.Path(path)
    path.write_text(json.dumps(config, indent=1) + "\n")
    path.chmod(0o600)
    return path
