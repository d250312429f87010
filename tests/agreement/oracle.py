#!/usr/bin/env python3
"""Judges documents by real servers: a kube-apiserver with the published definitions, and istiod's validating webhook.

    oracle.py [--origins FILE] [FILE] > verdicts.jsonl

Reads one JSON document a line. Each is sent as a create that stores nothing (dryRun=All) and knows no unknown or
duplicate field (fieldValidation=Strict). Writes one verdict a line, in the order of the documents:
{"accepted", "by", "status", "message", "document"}; `by` is who refused it. A document whose kind no server here has is
`"accepted": null`. With `--origins` (generate.py writes such a file) each verdict has its document's "origin", too.
"""

import argparse
import contextlib
import http.client
import json
import pathlib
import queue
import sys
import threading
from dataclasses import dataclass

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from agreement.definitions import BESIDE_ISTIOD  # noqa: E402
from cluster import Cluster  # noqa: E402
from cluster.counterparts import counterpart  # noqa: E402

# Where the documents' namespaces do not matter.
NAMESPACE = "default"
STRICT = "dryRun=All&fieldValidation=Strict&fieldManager=agreement"
# Both the servers and this program's threads share the cores; more connections only wait.
CONNECTIONS = 6
ATTEMPTS = 3


@dataclass(frozen=True)
class Verdict:
    """`accepted` is None where nothing here serves the kind."""
    accepted: bool | None
    by: str
    status: int
    message: str

    def line(self, document, **more):
        """As a line of JSON; the document is its text, so that duplicate keys stay."""
        facts = json.dumps({"accepted": self.accepted, "by": self.by, "status": self.status, "message": self.message, **more}, ensure_ascii=False)
        return f'{facts[:-1]}, "document": {document.strip()}}}'


UNKNOWN = Verdict(None, "", 0, "no server here has this kind")


def told(status, body):
    """The verdict that an answer of the API server is."""
    if status == 201:
        return Verdict(True, "", status, "")
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError):
        message = body.decode("utf-8", "replace")[:2000]
    if status >= 500 or status in (401, 403, 404, 409, 415, 429) and "denied the request" not in message:
        raise RuntimeError(f"the API server does not judge, it says {status}: {message}")
    return Verdict(False, "webhook" if "admission webhook" in message else "server", status, message)


class Oracle:
    """The servers, for as long as the `with` lasts."""

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.cluster = stack.enter_context(Cluster(istiod=True, crds=[str(counterpart(each)) for each in BESIDE_ISTIOD]))
            self.places = self._places()
            self.leave = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.leave.close()

    def _places(self):
        """(apiVersion, kind) -> (path of the group version, plural, whether its objects are in namespaces)."""
        api, found = self.cluster.api, {}
        for root in ("/api", "/apis"):
            accept = {"Accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"}
            for group in api.ask("GET", root, headers=accept).json["items"]:
                name = group["metadata"].get("name")
                for version in group["versions"]:
                    title = f"{name}/{version['version']}" if name else version["version"]
                    for each in version.get("resources", []):
                        place = (f"{root}/{title}", each["resource"], each["scope"] == "Namespaced")
                        found[title, each["responseKind"]["kind"]] = place
        return found

    def _target(self, document):
        """The path that a document is created at, or None."""
        place = self.places.get((document.get("apiVersion"), document.get("kind"))) if isinstance(document, dict) else None
        if place is None:
            return None
        version, plural, namespaced = place
        metadata = document.get("metadata")
        namespace = (metadata.get("namespace") if isinstance(metadata, dict) else None) or NAMESPACE
        return f"{version}/namespaces/{namespace}/{plural}" if namespaced else f"{version}/{plural}"

    def _make_namespaces(self, targets):
        names = {target.split("/namespaces/")[1].split("/")[0] for target in targets if target and "/namespaces/" in target}
        for name in sorted(names - {NAMESPACE}):
            self.cluster.api.must("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}, also=(409,))

    def judge(self, lines):
        """The verdicts on documents, each a JSON text."""
        targets = [self._target(json.loads(line)) for line in lines]
        self._make_namespaces(targets)
        verdicts, failures, work = [UNKNOWN] * len(lines), [], queue.SimpleQueue()
        for index, target in enumerate(targets):
            if target:
                work.put((index, target))

        def serve():
            connection = self.cluster.api.connect()
            try:
                while not failures:
                    index, target = work.get_nowait()
                    connection, verdicts[index] = self._ask(connection, target, lines[index])
            except queue.Empty:
                pass
            except Exception as failure:  # told by the thread that waits
                failures.append(failure)
            finally:
                connection.close()

        threads = [threading.Thread(target=serve) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return verdicts

    def _ask(self, connection, target, line):
        """The verdict, with the connection to go on with. A connection that broke is no verdict, nor is a server that has no time."""
        body = line.encode()
        for attempt in range(ATTEMPTS):
            try:
                connection.request("POST", f"{target}?{STRICT}", body, self.cluster.api.headers(body))
                response = connection.getresponse()
                answer = response.read()
                if (response.status == 429 or response.status >= 500) and attempt + 1 < ATTEMPTS:
                    continue
                return connection, told(response.status, answer)
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = self.cluster.api.connect()
                if attempt + 1 == ATTEMPTS:
                    raise


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--origins", type=argparse.FileType("r", encoding="utf-8"))
    parser.add_argument("file", nargs="?", type=argparse.FileType("r", encoding="utf-8"), default=sys.stdin)
    options = parser.parse_args()
    lines = [line for line in options.file if line.strip()]
    origins = [{"origin": json.loads(line)} for line in options.origins] if options.origins else [{}] * len(lines)
    with Oracle() as oracle:
        for line, origin, verdict in zip(lines, origins, oracle.judge(lines), strict=True):
            print(verdict.line(line, **origin))


if __name__ == "__main__":
    main()
