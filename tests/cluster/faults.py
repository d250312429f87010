"""The proxy that misbehaves (faultproxy/), started in front of a cluster, and the faults by name.

    proxy = FaultProxy(cluster)
    file = cluster.kubeconfig_for(alice, server=proxy.server)
    proxy.add(status(503, retry_after=1), method="PATCH", count=3)

A fault is a dictionary; rules.go has them all, with when each can happen (`at`).
"""

import json
import pathlib
import urllib.error
import urllib.request

from .counterparts import counterpart
from .processes import PATIENCE, wait_until

BUILD = pathlib.Path(__file__).resolve().parent / "faultproxy" / "build"

# What the API server's own priority and fairness answers.
TOO_MANY = "Too many requests, please try again later.\n"


def reset(at="headers"):
    """The connection is reset: before the server sees the request ("headers", "body"), or after ("executed", "half")."""
    return {"kind": "reset", "at": at}


def close(at="headers"):
    """The connection ends in an orderly way, at a bad moment."""
    return {"kind": "close", "at": at}


def freeze(seconds, at="headers"):
    """The connection falls silent, to pings as well, and is reset after the seconds."""
    return {"kind": "freeze", "at": at, "seconds": seconds}


def delay(seconds, at="body"):
    """Nothing happens for the seconds, then all goes on."""
    return {"kind": "delay", "at": at, "seconds": seconds}


def stream_reset(code, at="headers"):
    """RST_STREAM with an HTTP/2 error by name, e.g. "REFUSED_STREAM"."""
    return {"kind": "stream", "at": at, "code": code}


def goaway(last="previous", close=False, code="NO_ERROR"):
    """GOAWAY. Served are the streams before this request ("previous"), with it ("this"), or all ("max").

    The connection ends with the last of them, or at once (`close`).
    """
    return {"kind": "goaway", "last": last, "close": close, "code": code}


def status(code, executed=False, retry_after=None, reason="", message="", **more):
    """An answer with Kubernetes' Status; with `executed` the server has done what was asked all the same."""
    fault = {"kind": "status", "at": "executed" if executed else "body", "status": code, "reason": reason, "message": message, **more}
    return fault if retry_after is None else {**fault, "retry_after": retry_after}


def too_many(retry_after=1):
    """429 as the API server says it when it has too much to do; without the header where retry_after is None."""
    return status(429, retry_after=retry_after, body=TOO_MANY, content_type="text/plain; charset=utf-8")


def unauthorized():
    """401 for the credential of the first request that is hit, for as long as no other one comes."""
    return {"kind": "unauthorized"}


def expired_list(same_token=False):
    """410 for a page of a list whose token is too old; with same_token it offers a token to go on with."""
    return status(410, reason="Expired", message="The provided continue parameter is too old to display a consistent list result. "
                  "You can start a new list without the continue parameter.", **({"continue": "same"} if same_token else {}))


def denied(message, webhook="validation.istio.io", code=400):
    """What an admission webhook's refusal looks like."""
    return status(code, reason="BadRequest" if code == 400 else "", message=f'admission webhook "{webhook}" denied the request: {message}')


def webhook_down(webhook="validation.istio.io"):
    """What a webhook that cannot be reached looks like, where its failure policy is Fail."""
    return status(500, reason="InternalError", message=f'Internal error occurred: failed calling webhook "{webhook}": failed to call '
                  f'webhook: Post "https://istiod.istio-system.svc:443/validate?timeout=10s": dial tcp 10.0.0.1:443: connect: connection refused')


def truncate():
    """Half of the body, and then an orderly end: of a chunk's connection (HTTP/1.1), before Content-Length (HTTP/2)."""
    return {"kind": "truncate"}


def trickle(size, seconds):
    """The body comes so many bytes at a time, every so many seconds."""
    return {"kind": "trickle", "bytes": size, "seconds": seconds}


def stall(seconds, after=0):
    """The answer (a watch, say) stops after so many bytes of its body and stays open for the seconds."""
    return {"kind": "stall", "bytes": after, "seconds": seconds}


class FaultProxy:
    """A proxy in front of a cluster; it ends with the cluster. Client certificates, tokens and impersonation all work.

    servers            how many addresses it listens on: each is a cluster of its own to a client (`servers`)
    upstream_protocol  "h2" or "h1" to the API server
    h1_only            offers clients no HTTP/2
    max_streams        how many concurrent streams a client may have on one connection
    """

    def __init__(self, cluster, servers=1, upstream_protocol="h2", h1_only=False, max_streams=100):
        self.cluster = cluster
        number = next(cluster.numbers)
        facts = cluster.folder / f"faultproxy-{number}.json"
        self.pair = cluster.authority.server(f"faultproxy-{number}")
        self.process = cluster.process(f"faultproxy-{number}", [
            counterpart(str(BUILD)), f"-upstream={cluster.server}", f"-upstream-ca={cluster.ca_file}", f"-upstream-protocol={upstream_protocol}",
            f"-cert={self.pair.certificate}", f"-key={self.pair.key}", f"-client-ca={cluster.client_ca_file}",
            f"-front-cert={cluster.front_proxy.certificate}", f"-front-key={cluster.front_proxy.key}",
            f"-listeners={servers}", f"-max-streams={max_streams}", f"-announce={facts}", *(["-h1-only"] if h1_only else [])])
        self.process.start()
        self.process.wait_ready(facts.exists)
        said = json.loads(facts.read_text())
        self.control, self.servers = said["control"], said["servers"]
        self.server = self.servers[0]

    def stop(self):
        self.process.stop()

    # Rules

    def add(self, fault, count=0, name="", **match):
        """A rule behind those that are there; the first that is due decides. Gives its id.

        match: method, path, query (regular expressions), header={name: regular expression}, protocol, server (a number),
        nth (the first request that is hit), every (each k-th from there), on="connect" for connections.
        """
        return self.ask("POST", "/rules", [{"name": name, "count": count, "match": match, "fault": fault}])[0]

    def clear(self):
        """Removes all rules; what waits because of one goes on."""
        self.ask("DELETE", "/rules")

    def hits(self, rule):
        """How often a rule has hit."""
        return next(each["hits"] for each in self.ask("GET", "/rules") if each["id"] == rule)

    # What it saw

    def log(self, since=0, **match):
        """The requests since a sequence number, e.g. log(method="PATCH", executed=0); record.go has the fields."""
        entries = [json.loads(line) for line in self.ask("GET", f"/log?since={since}", raw=True).splitlines()]
        return [entry for entry in entries if all(entry.get(key) == value for key, value in match.items())]

    def finished(self, since=0, **match):
        """The same log, once every request in it has ended."""
        def all_ended():
            found = self.log(since, **match)
            return [found] if all(entry["ended"] for entry in found) else None
        return wait_until(all_ended, "the end of each request at the proxy")[0]

    def counts(self):
        """Totals: connections, requests, max_concurrent_streams, ...; record.go has the fields."""
        return self.ask("GET", "/counts")

    def reset_counts(self):
        """Forgets log and totals."""
        self.ask("POST", "/reset")

    # What it does at once

    def show_certificate(self, pair=None):
        """The next connections see this certificate; None is the first one again."""
        pair = pair or self.pair
        self.ask("POST", "/certificate", {"cert": str(pair.certificate), "key": str(pair.key)})

    def show_expired_certificate(self):
        self.show_certificate(self.cluster.authority.server("expired", days=-1))

    def show_wrong_name(self):
        self.show_certificate(self.cluster.authority.server("wrong-name", ("DNS:elsewhere.example",)))

    def show_rotated_certificate(self):
        """A new certificate of the cluster's present authority, as after rotate_ca()."""
        self.show_certificate(self.cluster.authority.server(f"rotated-{next(self.cluster.numbers)}"))

    def close_connections(self, how="reset", server=None):
        """Ends the open connections ("reset" or "close"); gives how many there were."""
        return self.ask("POST", "/close", {"how": how, "server": server})

    def goaway_all(self, last="this", close=False, server=None):
        """GOAWAY on each open HTTP/2 connection: the streams that it has are served ("this"), or all to come too ("max")."""
        return self.ask("POST", "/goaway", {"last": last, "close": close, "server": server})

    def refuse_connections(self, server=None):
        """New connections are refused, as where no server runs; open ones stay."""
        self.ask("POST", "/doors", {"open": False, "server": server})

    def accept_connections(self, server=None):
        self.ask("POST", "/doors", {"open": True, "server": server})

    def ask(self, method, path, body=None, raw=False):
        request = urllib.request.Request(self.control + path, None if body is None else json.dumps(body).encode(), method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as refused:
            raise ValueError(f"faultproxy: {refused.read().decode().strip()}") from None
        return text if raw else json.loads(text)
