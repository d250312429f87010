"""What the API server was asked, read from its audit log: the count of requests that no client can embellish."""

import collections
import json
import pathlib
from dataclasses import dataclass

from .processes import wait_until


def policy(unlogged):
    """Logs who asked for what (level Metadata), but for the test's own users."""
    return {
        "apiVersion": "audit.k8s.io/v1",
        "kind": "Policy",
        "rules": [{"level": "None", "users": sorted(unlogged)}, {"level": "Metadata"}],
    }


@dataclass(frozen=True)
class Request:
    """One request. `status` is None while it is being answered."""
    user: str
    agent: str
    verb: str
    group: str
    resource: str
    subresource: str
    namespace: str
    name: str
    uri: str
    status: int | None
    dry_run: bool


class AuditLog:
    def __init__(self, path):
        self.path = pathlib.Path(path)

    def mark(self):
        """A place in the log: what comes later is `since` it."""
        return self.path.stat().st_size if self.path.exists() else 0

    def requests(self, since=0, **match):
        """The requests in the order of their arrival, e.g. requests(mark, user="alice", verb="list").

        A request is logged before it is carried out: whatever has been answered is here.
        """
        return [request for request in self._read(since) if all(getattr(request, key) == value for key, value in match.items())]

    def answered(self, since=0, **match):
        """The same with a status for each: waits for those still being answered, but for watches."""
        def all_answered():
            found = self.requests(since, **match)
            return [found] if all(r.status is not None or r.verb == "watch" for r in found) else None
        return wait_until(all_answered, "an answer in the audit log for each request")[0]

    def count(self, by=("verb", "resource"), since=0, **match):
        """How many requests of each sort, e.g. Counter({("list", "virtualservices"): 2})."""
        return collections.Counter(tuple(getattr(r, key) for key in by) for r in self.requests(since, **match))

    def _read(self, since):
        if not self.path.exists():
            return []
        with open(self.path, "rb") as file:
            file.seek(since)
            lines = file.read().split(b"\n")
        found = {}
        for line in lines[:-1]:  # the last one is being written, or empty
            event = json.loads(line)
            # The end of a request from before is none of this part's.
            if event["stage"] == "RequestReceived" or event["auditID"] in found:
                found.setdefault(event["auditID"], {}).update(event)
        return [self._request(event) for event in found.values()]

    @staticmethod
    def _request(event):
        where = event.get("objectRef", {})
        return Request(
            user=event["user"].get("username", ""), agent=event.get("userAgent", ""), verb=event["verb"],
            group=where.get("apiGroup", ""), resource=where.get("resource", ""), subresource=where.get("subresource", ""),
            namespace=where.get("namespace", ""), name=where.get("name", ""), uri=event["requestURI"],
            status=event.get("responseStatus", {}).get("code"), dry_run="dryRun=" in event["requestURI"])
