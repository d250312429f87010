"""What the proxy does to streams and connections of HTTP/2, seen frame by frame; the audit log says what reached the server."""

import pathlib
import socket
import ssl
import unittest

from cluster import Cluster, FaultProxy, faults
from cluster import frames as h2
from cluster.processes import wait_until

TOKEN = "token-alice"


class Streams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(tokens={TOKEN: ("alice", ["system:masters"])})
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()
        cls.proxy = FaultProxy(cls.cluster, max_streams=4)

    def setUp(self):
        self.proxy.clear()
        wait_until(lambda: self.proxy.counts()["open_connections"] == 0, "the end of the connections of the test before")
        self.proxy.reset_counts()
        self.mark = self.cluster.audit.mark()

    def connect(self):
        connection = h2.Frames(self.proxy.server, self.cluster.ca)
        self.addCleanup(connection.socket.close)
        return connection

    def ask(self, connection, *streams, path="/version?s={}", **more):
        for stream in streams:
            connection.request(stream, path.format(stream), headers={"authorization": f"Bearer {TOKEN}"}, **more)

    def reached(self):
        """The streams whose requests the API server saw."""
        return sorted(int(request.uri.partition("s=")[2]) for request in self.cluster.audit.requests(self.mark) if "s=" in request.uri)

    def ends(self, connection, count):
        """How `count` streams end, {stream: error, or None where the answer is whole}, and all frames."""
        seen, ends = [], {}

        def done(frame):
            if frame.ends:
                ends[frame.stream] = frame.error if frame.kind == h2.RST_STREAM else None
            return len(ends) == count
        seen += connection.until(done)
        return ends, seen

    def test_streams_are_answered_side_by_side(self):
        self.proxy.add(faults.delay(120), query="s=1$", count=1)
        connection = self.connect()
        self.ask(connection, 1, 3, 5)
        self.assertEqual(self.ends(connection, 2)[0], {3: None, 5: None})
        self.proxy.clear()
        self.assertEqual(self.ends(connection, 1)[0], {1: None})
        self.assertEqual(self.reached(), [1, 3, 5])
        counts = self.proxy.counts()
        self.assertEqual((counts["connections"], counts["requests"]), (1, 3))

    def test_a_stream_too_many_is_refused_and_not_executed(self):
        self.proxy.add(faults.delay(120))
        connection = self.connect()
        self.ask(connection, 1, 3, 5, 7, 9)
        self.assertEqual(self.ends(connection, 1)[0], {9: h2.REFUSED_STREAM})
        self.assertEqual(self.proxy.counts()["max_concurrent_streams"], 4)
        self.proxy.clear()
        self.assertEqual(self.ends(connection, 4)[0], {1: None, 3: None, 5: None, 7: None})
        self.assertEqual(self.reached(), [1, 3, 5, 7])

    def test_one_stream_is_reset_with_the_code_that_was_asked_for(self):
        for code, number in (("REFUSED_STREAM", 7), ("INTERNAL_ERROR", 2), ("ENHANCE_YOUR_CALM", 11), ("CANCEL", 8)):
            for at, executed in (("headers", False), ("body", False), ("executed", True), ("half", True)):
                with self.subTest(code=code, at=at):
                    self.doCleanups()
                    self.setUp()
                    self.proxy.add(faults.stream_reset(code, at), query="s=3$")
                    connection = self.connect()
                    self.ask(connection, 1, 3, 5)
                    ends, seen = self.ends(connection, 3)
                    self.assertEqual(ends, {1: None, 3: number, 5: None})
                    self.assertEqual(self.reached(), [1, 3, 5] if executed else [1, 5])
                    self.assertEqual(sum(len(frame.payload) for frame in seen if frame.stream == 3 and frame.kind == h2.DATA) > 0, at == "half")

    def test_goaway_leaves_out_this_stream_and_those_after_it(self):
        rule = self.proxy.add(faults.goaway(), query="s=3$")
        self.proxy.add(faults.delay(120), query="s=1$")
        connection = self.connect()
        self.ask(connection, 1, 3, 5)
        goaway = connection.until(lambda frame: frame.kind == h2.GOAWAY)[-1]
        self.assertEqual((goaway.last_stream, goaway.error), (1, h2.NO_ERROR))
        self.assertEqual(self.proxy.hits(rule), 1)
        self.proxy.clear()
        self.assertEqual(self.ends(connection, 2)[0], {1: None}, "the older stream is served, then the connection ends")
        self.assertEqual(self.reached(), [1])
        self.assertEqual([entry["stream"] for entry in self.proxy.finished() if entry["executed"]], [1])

    def test_goaway_with_this_stream_as_the_last(self):
        self.proxy.add(faults.goaway("this", code="ENHANCE_YOUR_CALM"), query="s=3$")
        connection = self.connect()
        self.ask(connection, 1, 3, 5)
        ends, seen = self.ends(connection, 9)
        goaway = next(frame for frame in seen if frame.kind == h2.GOAWAY)
        self.assertEqual((goaway.last_stream, goaway.error), (3, h2.ENHANCE_YOUR_CALM))
        self.assertEqual(ends, {1: None, 3: None})
        self.assertEqual(self.reached(), [1, 3])

    def test_goaway_that_announces_leaves_all_streams(self):
        self.proxy.add(faults.goaway("max"), count=1)
        connection = self.connect()
        self.ask(connection, 1, 3)
        ends, seen = self.ends(connection, 2)
        self.assertEqual(next(frame for frame in seen if frame.kind == h2.GOAWAY).last_stream, 2**31 - 1)
        self.assertEqual(ends, {1: None, 3: None})
        self.ask(connection, 5)
        self.assertEqual(self.ends(connection, 1)[0], {5: None}, "the connection goes on")

    def test_goaway_and_close_cuts_the_streams_under_way(self):
        self.proxy.add(faults.delay(120, at="executed"), query="s=1$")
        self.proxy.add(faults.goaway(close=True), query="s=3$")
        connection = self.connect()
        self.ask(connection, 1)
        wait_until(lambda: self.proxy.log(executed=200), "the execution of the first stream")
        self.ask(connection, 3)
        ends, seen = self.ends(connection, 9)
        self.assertEqual((ends, seen[-1].kind), ({}, h2.GOAWAY))
        self.assertEqual(self.reached(), [1])

    def test_goaway_on_command(self):
        self.proxy.add(faults.delay(120), query="s=1$")
        connection, idle = self.connect(), self.connect()
        self.ask(connection, 1)
        self.ask(idle, 1, path="/readyz?i={}")
        self.ends(idle, 1)
        wait_until(lambda: self.proxy.log(query="s=1"), "the first request")
        self.assertEqual(self.proxy.goaway_all(), 2)
        self.assertEqual(idle.until(lambda frame: False)[-1].kind, h2.GOAWAY, "a connection without streams ends")
        self.proxy.clear()
        ends, seen = self.ends(connection, 9)
        self.assertEqual(ends, {1: None})
        self.assertEqual(next(frame for frame in seen if frame.kind == h2.GOAWAY).last_stream, 1)

    def test_a_frozen_connection_answers_no_ping(self):
        rule = self.proxy.add(faults.freeze(120), query="s=3$")
        connection = self.connect()
        self.ask(connection, 1)
        self.ends(connection, 1)
        connection.send(h2.PING, 0, 0, b"12345678")
        self.assertEqual(connection.until(lambda frame: frame.kind == h2.PING)[-1].payload, b"12345678")
        self.ask(connection, 3)
        wait_until(lambda: self.proxy.hits(rule), "the freeze")
        connection.send(h2.PING, 0, 0, b"abcdefgh")
        connection.socket.settimeout(0.5)
        with self.assertRaises(TimeoutError):
            connection.read()
        connection.socket.settimeout(120)
        self.proxy.clear()
        with self.assertRaises(OSError):
            while connection.read() is not None:
                pass
        self.assertEqual(self.reached(), [1])

    def test_a_slow_answer_holds_up_nothing_else(self):
        self.proxy.add(faults.delay(120, at="executed"), query="s=1$")
        connection = self.connect()
        self.ask(connection, 1)
        wait_until(lambda: self.proxy.log(executed=200), "the execution")
        connection.send(h2.PING, 0, 0, b"12345678")
        seen = connection.until(lambda frame: frame.kind == h2.PING and frame.flags & h2.ACK)
        self.assertEqual([frame for frame in seen if frame.stream == 1], [])
        self.proxy.clear()
        self.assertEqual(self.ends(connection, 1)[0], {1: None})

    def test_a_trickling_answer_is_whole_in_the_end(self):
        self.ask(plain := self.connect(), 1)
        whole = b"".join(frame.payload for frame in self.ends(plain, 1)[1] if frame.kind == h2.DATA)
        self.proxy.add(faults.trickle(50, 0.01), count=1)
        self.ask(slow := self.connect(), 1)
        pieces = [frame.payload for frame in self.ends(slow, 1)[1] if frame.kind == h2.DATA and frame.payload]
        self.assertEqual(b"".join(pieces), whole)
        self.assertGreaterEqual(len(pieces), len(whole) // 50)

    def test_a_client_that_gives_a_watch_up_is_noticed(self):
        namespace = self.cluster.namespace()
        connection = self.connect()
        self.ask(connection, 1, path=f"/api/v1/namespaces/{namespace}/configmaps?watch=true&timeoutSeconds=300&s={{}}")
        connection.until(lambda frame: frame.kind == h2.HEADERS)
        self.cluster.kubectl("create", "configmap", "news", "-n", namespace)
        event = connection.until(lambda frame: frame.kind == h2.DATA)[-1]
        self.assertIn(b'"type":"ADDED"', event.payload)
        connection.send(h2.RST_STREAM, 0, 1, (8).to_bytes(4, "big"))
        self.assertEqual([entry["ended"] for entry in self.proxy.finished()], ["cancelled"])
        self.assertEqual(self.proxy.counts()["cancelled"], 1)

    def test_a_watch_stalls_until_its_time_is_over(self):
        namespace = self.cluster.namespace()
        self.proxy.add(faults.stall(120), query="watch=true")
        connection = self.connect()
        self.ask(connection, 1, path=f"/api/v1/namespaces/{namespace}/configmaps?watch=true&timeoutSeconds=300&s={{}}")
        connection.until(lambda frame: frame.kind == h2.HEADERS)
        self.cluster.kubectl("create", "configmap", "news", "-n", namespace)
        connection.send(h2.PING, 0, 0, b"12345678")
        seen = connection.until(lambda frame: frame.kind == h2.PING and frame.flags & h2.ACK)
        self.assertEqual([frame for frame in seen if frame.kind == h2.DATA], [], "the connection lives and the watch says nothing")
        self.proxy.clear()
        ends, seen = self.ends(connection, 1)
        self.assertEqual(ends, {1: h2.CANCEL})
        self.assertEqual([frame for frame in seen if frame.kind == h2.DATA], [])

    def test_a_truncated_body_ends_before_its_length(self):
        self.proxy.add(faults.truncate(), query="s=3$")
        connection = self.connect()
        self.ask(connection, 1, 3)
        ends, seen = self.ends(connection, 2)
        self.assertEqual(ends, {1: None, 3: None})
        length = {stream: sum(len(frame.payload) for frame in seen if frame.kind == h2.DATA and frame.stream == stream) for stream in (1, 3)}
        self.assertEqual(length[3], length[1] // 2)

    def test_connections_are_struck_before_any_request(self):
        for fault, at in ((faults.reset, "accept"), (faults.reset, "handshake"), (faults.close, "accept"), (faults.close, "handshake")):
            with self.subTest(fault=fault.__name__, at=at):
                self.doCleanups()
                self.setUp()
                self.proxy.add(fault(at), on="connect", nth=2, count=1)
                for stream, hit in ((1, False), (3, True), (5, False)):
                    try:
                        connection = self.connect()
                        self.ask(connection, stream)
                        ended = self.ends(connection, 1)[0]
                    except (OSError, ssl.SSLError):
                        ended = {}
                    self.assertEqual(ended, {} if hit else {stream: None})
                self.assertEqual(self.reached(), [1, 5])
                counts = self.proxy.counts()
                self.assertEqual((counts["connections"], counts["handshakes"]), (3, 2 if at == "accept" else 3))

    def test_a_frozen_accept_never_shakes_hands(self):
        self.proxy.add(faults.freeze(120, at="accept"), on="connect", count=1)
        with self.assertRaises(TimeoutError):
            h2.Frames(self.proxy.server, self.cluster.ca, timeout=0.5)
        self.ask(connection := self.connect(), 1)
        self.assertEqual(self.ends(connection, 1)[0], {1: None})

    def test_doors_close_and_open_and_have_rules_of_their_own(self):
        proxy = FaultProxy(self.cluster, servers=2)
        self.addCleanup(proxy.stop)
        proxy.add(faults.status(503), server=1)

        def status(server):
            connection = h2.Frames(server, self.cluster.ca)
            self.ask(connection, 1)
            seen = self.ends(connection, 1)[1]
            connection.socket.close()
            return len(b"".join(frame.payload for frame in seen if frame.kind == h2.DATA).split(b"ServiceUnavailable")) - 1
        self.assertEqual([status(server) for server in proxy.servers], [0, 1])
        self.assertEqual([(entry["server"], entry["status"]) for entry in proxy.finished()], [(0, 200), (1, 503)])
        proxy.refuse_connections(server=0)
        with self.assertRaises(ConnectionRefusedError):
            status(proxy.servers[0])
        self.assertEqual(status(proxy.servers[1]), 1)
        proxy.accept_connections()
        self.assertEqual(status(proxy.servers[0]), 0)

    def test_open_connections_are_ended_on_command(self):
        for how in ("close", "reset"):
            with self.subTest(how=how):
                self.ask(connection := self.connect(), 1)
                self.ends(connection, 1)
                self.assertEqual(self.proxy.close_connections(how), 1)
                if how == "close":
                    self.assertIsNone(connection.read())
                else:
                    self.assertRaises(OSError, connection.read)
                wait_until(lambda: self.proxy.counts()["open_connections"] == 0, "the end of the connection")

    def test_only_loopback_is_listened_on(self):
        port = int(self.proxy.server.rpartition(":")[2])
        listening = "0A"
        rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
        addresses = [row[1].partition(":") for row in rows if row[3] == listening]
        found = [socket.inet_ntoa(bytes.fromhex(address)[::-1]) for address, _, number in addresses if int(number, 16) == port]
        self.assertEqual(found, ["127.0.0.1"])


if __name__ == "__main__":
    unittest.main()
