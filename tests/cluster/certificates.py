"""Certificates for tests, made by the openssl program."""

import pathlib
import re
import subprocess
from dataclasses import dataclass

# What the servers of a cluster are called; faults need a certificate for another name.
LOOPBACK = ("IP:127.0.0.1", "DNS:localhost", "DNS:kubernetes.default.svc")


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as PEM files."""
    certificate: pathlib.Path
    key: pathlib.Path


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


class Authority:
    """A certificate authority whose files are in a folder."""

    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder)
        self.name = name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.pair = Pair(self.folder / "ca.pem", self.folder / "ca.key")
        openssl("req", "-x509", *self._new_key(self.pair), "-out", self.pair.certificate, "-days", 30, "-subj", f"/CN={name}",
                "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,digitalSignature,keyCertSign")

    @staticmethod
    def _new_key(pair):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", pair.key]

    @property
    def pem(self):
        return self.pair.certificate.read_text()

    def issue(self, file, subject, usage, names=(), days=30):
        """A certificate for `subject` ("/O=group/CN=name"); negative `days` make one that has expired."""
        pair = Pair(self.folder / f"{file}.pem", self.folder / f"{file}.key")
        request = self.folder / f"{file}.csr"
        extensions = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", f"extendedKeyUsage={usage}"]
        if names:
            extensions.append("subjectAltName=" + ",".join(names))
        openssl("req", "-new", *self._new_key(pair), "-out", request, "-subj", subject,
                *(part for extension in extensions for part in ("-addext", extension)))
        openssl("x509", "-req", "-in", request, "-CA", self.pair.certificate, "-CAkey", self.pair.key,
                "-copy_extensions", "copyall", "-days", days, "-out", pair.certificate)
        request.unlink()
        return pair

    def server(self, file, names=LOOPBACK, days=30):
        return self.issue(file, "/CN=" + names[-1].split(":", 1)[1], "serverAuth", names, days)

    def client(self, file, name, groups=(), days=30):
        """A client certificate: Kubernetes takes CN for the user and each O for a group."""
        escaped = [re.sub(r"([\\/+])", r"\\\1", part) for part in (*groups, name)]
        subject = "".join(f"/O={group}" for group in escaped[:-1]) + f"/CN={escaped[-1]}"
        return self.issue(file, subject, "clientAuth", days=days)


def signing_key(file):
    """A key pair that signs service account tokens; gives the private and the public file."""
    private, public = pathlib.Path(f"{file}.key"), pathlib.Path(f"{file}.pub")
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", public)
    return private, public


def install(pair, target):
    """Puts a pair where a running server reads it from; each file changes at once and never halfway."""
    for source, place in ((pair.key, target.key), (pair.certificate, target.certificate)):
        beside = place.with_name(place.name + ".new")
        beside.write_bytes(source.read_bytes())
        beside.rename(place)
