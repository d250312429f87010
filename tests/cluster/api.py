"""The tests' own way to the API server: Python's HTTP client and nothing of ours."""

import http.client
import json
import ssl
import urllib.parse
from dataclasses import dataclass

from .processes import PATIENCE


class Refused(Exception):
    """The server answered with an error, or with another status than was expected."""

    def __init__(self, method, path, answer):
        super().__init__(f"{method} {path}: {answer.status} {answer.text[:2000]}")
        self.answer = answer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self):
        return json.loads(self.text)


class Api:
    """Requests as one identity; each on a connection of its own, so that restarts of the server do not matter."""

    def __init__(self, server, ca_pem, identity, timeout=PATIENCE):
        self.address = urllib.parse.urlsplit(server)
        self.identity = identity
        self.timeout = timeout
        self.context = ssl.create_default_context(cadata=ca_pem)
        if identity and identity.pair:
            self.context.load_cert_chain(identity.pair.certificate, identity.pair.key)

    def connect(self):
        return http.client.HTTPSConnection(self.address.hostname, self.address.port, timeout=self.timeout, context=self.context)

    def headers(self, body=None, content_type=None):
        headers = {"Accept": "application/json", "User-Agent": "mesh-tests"}
        if self.identity and self.identity.token is not None:
            headers["Authorization"] = f"Bearer {self.identity.token}"
        if body is not None:
            headers["Content-Type"] = content_type or "application/json"
        return headers

    def ask(self, method, path, body=None, content_type=None, headers=None):
        """The answer, whatever its status is. A body that is not bytes is sent as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection = self.connect()
        try:
            connection.request(method, path, data, {**self.headers(data, content_type), **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def must(self, method, path, body=None, content_type=None, also=()):
        """The answer to a request that has to succeed; `also` are statuses that are as good."""
        answer = self.ask(method, path, body, content_type)
        if answer.status >= 300 and answer.status not in also:
            raise Refused(method, path, answer)
        return answer

    def get(self, path):
        return self.must("GET", path).json

    def create(self, path, body):
        return self.must("POST", path, body).json

    def apply(self, path, body, manager="mesh-tests"):
        """Server-side apply."""
        query = urllib.parse.urlencode({"fieldManager": manager, "force": "true"})
        return self.must("PATCH", f"{path}?{query}", body, "application/apply-patch+yaml").json

    def answers(self):
        """Whether the server says that it is ready; a server that cannot be reached is not."""
        try:
            return self.ask("GET", "/readyz").status == 200
        except (OSError, http.client.HTTPException):
            return False
