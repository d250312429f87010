// What becomes of requests when connections and servers fail: what is said to have happened, and
// above all whether the request may have been carried out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "planes/http/testing/client.h"
#include "planes/http/testing/h2_server.h"

namespace mesh {
namespace {

using namespace std::chrono_literals;
using testing::Connect;
using testing::FaultOf;
using testing::H2Reply;
using testing::H2Request;
using testing::H2Tls;
using testing::Open;
using testing::Peer;
using testing::ServeH2;
using testing::SocketServer;
using testing::TestCa;

constexpr std::uint32_t kInternalError = 2;
constexpr std::uint32_t kRefusedStream = 7;
constexpr std::uint32_t kCancel = 8;

/// What a GET ends with that this script of HTTP/1.1 serves.
HttpFault FaultBy(SocketServer::Script script, HttpRequest request = {}) {
  SocketServer server(std::move(script));
  const auto client = Open({.base_url = server.HttpUrl()});
  return FaultOf(*client, request);
}

/// What a GET ends with that gets this reply over HTTP/2.
HttpFault FaultBy(H2Reply reply, HttpRequest request = {}) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([&](const H2Request&) { return reply; }), H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  return FaultOf(*client, request);
}

TEST(TransportFaultHttp1, RefusedConnection) {
  const auto client =
      Open({.base_url = "http://127.0.0.1:" + std::to_string(testing::UnusedPort())});
  const HttpFault fault = FaultOf(*client);
  EXPECT_EQ(fault.kind, TransportFault::kConnect) << fault.detail;
  EXPECT_FALSE(fault.may_have_executed);
}

TEST(TransportFaultHttp1, UnknownName) {
  // A label longer than names may have: no resolver needs to ask another, which may not answer.
  const auto client = Open({.base_url = "http://" + std::string(64, 'a') + ".invalid"});
  const HttpFault fault = FaultOf(*client);
  EXPECT_EQ(fault.kind, TransportFault::kResolve) << fault.detail;
  EXPECT_FALSE(fault.may_have_executed);
}

TEST(TransportFaultHttp1, ResetBeforeTheRequestIsRead) {
  const HttpFault fault = FaultBy([](Peer& peer) {
    // A reset that comes sooner may come before the connection counts as made.
    peer.AwaitBytes();
    peer.Reset();
  });
  EXPECT_EQ(fault.kind, TransportFault::kReset) << fault.detail;
}

TEST(TransportFaultHttp1, ResetAfterTheRequestIsRead) {
  const HttpFault fault = FaultBy([](Peer& peer) {
    peer.ReadRequest();
    peer.Reset();
  });
  EXPECT_EQ(fault.kind, TransportFault::kReset) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
}

TEST(TransportFaultHttp1, ResetHalfWayThroughTheBody) {
  const HttpFault fault = FaultBy(
      [](Peer& peer) {
        peer.ReadHead();
        peer.Reset();
      },
      {.method = "PUT", .body = std::string(20'000'000, 'x')});
  EXPECT_EQ(fault.kind, TransportFault::kReset) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
}

TEST(TransportFaultHttp1, ClosedWithoutAnAnswer) {
  const HttpFault fault = FaultBy([](Peer& peer) { peer.ReadRequest(); });
  EXPECT_EQ(fault.kind, TransportFault::kReset) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
}

TEST(TransportFaultHttp1, HalfAnAnswer) {
  for (const char* half : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf"}) {
    const HttpFault fault = FaultBy([half](Peer& peer) {
      peer.ReadRequest();
      peer.Write(half);
    });
    EXPECT_EQ(fault.kind, TransportFault::kPartial) << fault.detail;
    EXPECT_TRUE(fault.may_have_executed);
  }
}

TEST(TransportFaultHttp1, NoHttp) {
  const HttpFault fault = FaultBy([](Peer& peer) {
    peer.ReadRequest();
    peer.Write("SSH-2.0-OpenSSH_9.2\r\n");
    peer.AwaitEnd();
  });
  EXPECT_EQ(fault.kind, TransportFault::kProtocol) << fault.detail;
}

TEST(TransportFaultHttp1, SlowerThanItsTimeAllows) {
  const HttpFault fault = FaultBy(
      [](Peer& peer) {
        peer.ReadRequest();
        peer.AwaitEnd();
      },
      {.timeout = 1s});
  EXPECT_EQ(fault.kind, TransportFault::kTimeout) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
}

TEST(TransportFaultHttp1, NothingMovesForTheIdleTime) {
  const HttpFault fault = FaultBy(
      [](Peer& peer) {
        peer.ReadRequest();
        peer.Write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        peer.AwaitEnd();
      },
      {.timeout = 60s, .idle = 1s});
  EXPECT_EQ(fault.kind, TransportFault::kStalled) << fault.detail;
}

// A handshake that is never answered: the connection is not made in time.
TEST(TransportFaultHttp1, NoHandshakeInTime) {
  const TestCa ca("ca");
  SocketServer server([](Peer& peer) { peer.AwaitEnd(); });
  const auto client =
      Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem(), .connect_timeout = 1s});
  const std::vector<HttpRequest> requests(10);
  for (const HttpOutcome& outcome : client->SendAll(requests)) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, TransportFault::kConnectTimeout) << outcome.error().detail;
    EXPECT_FALSE(outcome.error().may_have_executed);
  }
  EXPECT_EQ(server.connections(), 1) << "who waits for a connection shares its failure";
}

// The library would send again of itself on a connection that it kept and that turns out dead. For
// a POST that creates that is one too many.
TEST(TransportFaultHttp1, AKeptConnectionThatDiesIsNotUsedTwiceBehindOurBack) {
  std::atomic<int> requests = 0;
  SocketServer server([&](Peer& peer) {
    if (peer.ReadRequest().empty()) return;
    ++requests;
    peer.Answer("200 OK", "");
    if (!peer.ReadRequest().empty()) ++requests;
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpRequest create{.method = "POST", .body = "{}"};
  ASSERT_TRUE(client->Send(create));
  const HttpFault fault = FaultOf(*client, create);
  EXPECT_EQ(fault.kind, TransportFault::kReset) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
  EXPECT_EQ(requests, 2);
}

TEST(TransportFaultHttp1, AKeptConnectionThatTheServerClosedIsReplaced) {
  std::atomic<int> closed = 0;
  SocketServer server([&](Peer& peer) {
    peer.ReadRequest();
    peer.Answer("200 OK", "");
    peer.Drop();
    ++closed;
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  for (int i = 0; i < 5; ++i) {
    const HttpOutcome outcome = client->Send({.method = "POST", .body = "{}"});
    ASSERT_TRUE(outcome) << outcome.error().detail;
    while (closed <= i) std::this_thread::yield();
  }
  EXPECT_EQ(server.connections(), 5);
}

TEST(TransportFaultHttp2, ResetStreams) {
  for (const std::uint32_t code : {kInternalError, kCancel}) {
    const HttpFault fault = FaultBy(H2Reply{.reset = code});
    EXPECT_EQ(fault.kind, TransportFault::kStreamReset) << fault.detail;
    EXPECT_TRUE(fault.may_have_executed);
  }
}

TEST(TransportFaultHttp2, ARefusedStreamWasNotLookedAt) {
  for (const std::string method : {"GET", "POST"}) {
    const HttpFault fault = FaultBy(H2Reply{.reset = kRefusedStream}, {.method = method});
    EXPECT_EQ(fault.kind, TransportFault::kRefused) << fault.detail;
    EXPECT_FALSE(fault.may_have_executed);
  }
}

TEST(TransportFaultHttp2, ResetLeavesOthersAlone) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request& request) {
                        if (request.path == "/bad") return H2Reply{.reset = kInternalError};
                        if (request.path == "/refused") return H2Reply{.reset = kRefusedStream};
                        return H2Reply{.body = "good"};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  std::vector<HttpRequest> requests(300);
  for (std::size_t i = 0; i < requests.size(); ++i)
    requests[i].target = i % 3 == 0 ? "/good" : i % 3 == 1 ? "/bad" : "/refused";
  const std::vector<HttpOutcome> outcomes = client->SendAll(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ASSERT_EQ(outcomes[i].has_value(), i % 3 == 0) << i;
    if (i % 3 == 1) {
      EXPECT_EQ(outcomes[i].error().kind, TransportFault::kStreamReset);
    }
    if (i % 3 == 2) {
      EXPECT_EQ(outcomes[i].error().kind, TransportFault::kRefused);
      EXPECT_FALSE(outcomes[i].error().may_have_executed);
    }
  }
}

// GOAWAY below our stream: it was not looked at. What came before it is answered.
TEST(TransportFaultHttp2, GoAwayBelowOurStream) {
  const TestCa ca("ca");
  std::atomic<int> seen = 0;
  SocketServer server(ServeH2([&](const H2Request& request) {
                        ++seen;
                        if (request.connection > 0) return H2Reply{.body = "second"};
                        if (request.path != "/last") return H2Reply{.hold = true};
                        return H2Reply{.goaway = request.stream - 4, .release = true};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  std::vector<HttpRequest> requests(20);
  requests.back().target = "/last";
  const std::vector<HttpOutcome> outcomes = client->SendAll(requests);
  int refused = 0;
  for (const HttpOutcome& outcome : outcomes) {
    if (outcome) continue;
    ++refused;
    EXPECT_EQ(outcome.error().kind, TransportFault::kRefused) << outcome.error().detail;
    EXPECT_FALSE(outcome.error().may_have_executed);
  }
  EXPECT_EQ(refused, 2);
  const HttpOutcome later = client->Send({});
  ASSERT_TRUE(later) << later.error().detail;
  EXPECT_EQ(later->body, "second");
}

// A graceful GOAWAY while a long request runs: new requests do not wait for it to end.
TEST(TransportFaultHttp2, AfterGoAwayNewRequestsTakeANewConnection) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request& request) {
                        if (request.path == "/watch") return H2Reply{.hold = true};
                        if (request.path == "/goaway") return H2Reply{.goaway = request.stream};
                        return H2Reply{.body = std::to_string(request.connection)};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  const HttpRequest watch{.target = "/watch", .timeout = 10min};
  std::atomic<int> ended = 0;
  client->Start(watch, {}, [&](const HttpOutcome&) { ++ended; });
  ASSERT_TRUE(client->Send({.target = "/goaway"}));
  const std::vector<HttpRequest> requests(50);
  for (const HttpOutcome& outcome : client->SendAll(requests)) {
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, "1");
  }
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(ended, 0);
  client->Cancel();
  while (ended == 0) std::this_thread::yield();
}

TEST(TransportFaultHttp2, ConnectionLostBeforeAnAnswer) {
  const HttpFault fault = FaultBy(H2Reply{.drop = true});
  EXPECT_EQ(fault.kind, TransportFault::kReset) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
}

TEST(TransportFaultHttp2, GoAwayAndLostBelowOurStream) {
  const HttpFault fault = FaultBy(H2Reply{.goaway = 0, .drop = true});
  EXPECT_EQ(fault.kind, TransportFault::kRefused) << fault.detail;
  EXPECT_FALSE(fault.may_have_executed);
}

TEST(TransportFaultHttp2, GoAwayAndLostAtOurStream) {
  const HttpFault fault = FaultBy(H2Reply{.goaway = 1, .drop = true});
  EXPECT_TRUE(fault.may_have_executed) << fault.detail;
}

TEST(TransportFaultHttp2, HalfAnAnswer) {
  const HttpFault fault = FaultBy(H2Reply{.body = "half", .cut = true});
  EXPECT_EQ(fault.kind, TransportFault::kPartial) << fault.detail;
  EXPECT_TRUE(fault.may_have_executed);
}

// To HTTP/2 a request that ran out of time is one stream less; the connection would go on to be
// used although nothing comes from it any more.
TEST(TransportFaultHttp2, ASilentConnectionIsNotUsedAgain) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request& request) {
                        if (request.path == "/first") return H2Reply{.body = "first"};
                        if (request.connection == 0) return H2Reply{.hold = true};
                        return H2Reply{.body = "alive"};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  // The connection is there, so that the bound is the request's alone.
  ASSERT_TRUE(client->Send({.target = "/first"}));
  EXPECT_EQ(FaultOf(*client, {.timeout = 100ms}).kind, TransportFault::kTimeout);
  const HttpOutcome outcome = client->Send({.timeout = 10s});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->body, "alive");
}

TEST(TransportFaultHttp2, AConnectionOnWhichOthersAreServedStays) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request& request) {
                        if (request.path == "/slow") return H2Reply{.hold = true};
                        return H2Reply{.body = "fast"};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  ASSERT_TRUE(client->Send({}));
  const HttpRequest slow{.target = "/slow", .timeout = 2s};
  std::atomic<bool> ended = false;
  client->Start(slow, {}, [&](const HttpOutcome&) { ended = true; });
  while (!ended) ASSERT_TRUE(client->Send({}));
  ASSERT_TRUE(client->Send({}));
  EXPECT_EQ(server.connections(), 1);
}

TEST(TransportFaultHttp2, AnEarlyAnswerEndsTheUpload) {
  const TestCa ca("ca");
  // Answers at the request's head, and breaks the rest of it off without an error (RFC 9113, 8.1).
  SocketServer server(
      [](Peer& peer) {
        peer.Read();
        const auto frame = [](std::string payload, char type, char flags, char stream) {
          std::string out(3, '\0');
          out[2] = static_cast<char>(payload.size());
          return out + type + flags + std::string(3, '\0') + stream + payload;
        };
        // :status 403 as a literal with an indexed name, then RST_STREAM with NO_ERROR.
        peer.Write(frame("", 4, 0, 0) + frame(std::string("\x08\x03") + "403", 1, 5, 1) +
                   frame(std::string(4, '\0'), 3, 0, 1));
        peer.AwaitEnd();
      },
      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  const HttpOutcome outcome =
      client->Send({.method = "PUT", .body = std::string(20'000'000, 'x'), .timeout = 20s});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->status, 403);
}

}  // namespace
}  // namespace mesh
