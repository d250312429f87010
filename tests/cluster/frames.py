"""HTTP/2 by hand, for tests that have to see single frames: it can also break the protocol's rules."""

import socket
import ssl
import struct
import urllib.parse
from dataclasses import dataclass

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS = 1, 1, 4
NO_ERROR, PROTOCOL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM = 0, 1, 7, 8, 11


@dataclass(frozen=True)
class Frame:
    kind: int
    flags: int
    stream: int
    payload: bytes

    @property
    def ends(self):
        """Whether it is the last of its stream."""
        return self.kind == RST_STREAM or self.kind in (DATA, HEADERS) and bool(self.flags & END_STREAM)

    @property
    def error(self):
        return struct.unpack(">I", self.payload[4:8] if self.kind == GOAWAY else self.payload[:4])[0]

    @property
    def last_stream(self):
        return struct.unpack(">I", self.payload[:4])[0] & 0x7FFFFFFF


class Frames:
    """A connection. Reading gives None at its orderly end and raises OSError at any other."""

    def __init__(self, server, ca_pem, timeout=120):
        address = urllib.parse.urlsplit(server)
        context = ssl.create_default_context(cadata=ca_pem)
        context.set_alpn_protocols(["h2"])
        self.authority = address.netloc
        plain = socket.create_connection((address.hostname, address.port), timeout)
        try:
            self.socket = context.wrap_socket(plain, server_hostname=address.hostname, suppress_ragged_eofs=False)
        except OSError:
            plain.close()
            raise
        assert self.socket.selected_alpn_protocol() == "h2"
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        self.send(SETTINGS, 0, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, kind, flags, stream, payload=b""):
        self.socket.sendall(struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload)

    def request(self, stream, path, method="GET", headers=None, body=None):
        fields = {":method": method, ":scheme": "https", ":path": path, ":authority": self.authority, **(headers or {})}
        block = b"".join(b"\x00" + text(name) + text(value) for name, value in fields.items())
        self.send(HEADERS, END_HEADERS | (END_STREAM if body is None else 0), stream, block)
        if body:
            self.send(DATA, END_STREAM, stream, body)

    def read(self):
        head = self._exactly(9)
        if head is None:
            return None
        return Frame(head[3], head[4], struct.unpack(">I", head[5:])[0], self._exactly(int.from_bytes(head[:3], "big")) or b"")

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                return None
            data += more
        return data

    def until(self, stop):
        """The frames up to the first for which `stop(frame)` is true, with it; or up to the end of the connection."""
        seen = []
        while (frame := self.read()) is not None:
            seen.append(frame)
            if stop(frame):
                break
        return seen


def text(value):
    """A string of HPACK, as it is."""
    data = value.encode()
    if len(data) < 127:
        return bytes([len(data)]) + data
    rest, out = len(data) - 127, [127]
    while rest >= 128:
        out.append(rest % 128 + 128)
        rest //= 128
    return bytes([*out, rest]) + data
