#include "planes/http/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>

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
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Open;
using testing::Peer;
using testing::ServeH2;
using testing::SocketServer;
using testing::TestCa;

TEST(HttpClient, SendsWhatItIsToldOverHttp2) {
  const TestCa ca("ca");
  H2Request seen;
  SocketServer server(ServeH2([&](const H2Request& request) {
                        seen = request;
                        return H2Reply{.status = 201, .headers = {{"x-a", "b"}}, .body = "made"};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  const HttpOutcome outcome = client->Send({.method = "PATCH",
                                            .target = "/api/v1/x?fieldManager=m&force=true",
                                            .headers = {{"Content-Type", "application/json"}},
                                            .body = "{\"a\":1}"},
                                           {{"Authorization", Secret("Bearer t")}});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->status, 201);
  EXPECT_EQ(outcome->body, "made");
  ASSERT_NE(outcome->Header("X-A"), nullptr);
  EXPECT_EQ(*outcome->Header("X-A"), "b");
  EXPECT_EQ(outcome->figures.connects, 1);
  EXPECT_GE(outcome->figures.bytes_out, 7u);
  EXPECT_GE(outcome->figures.bytes_in, 4u);
  EXPECT_EQ(seen.method, "PATCH");
  EXPECT_EQ(seen.path, "/api/v1/x?fieldManager=m&force=true");
  EXPECT_EQ(seen.body, "{\"a\":1}");
  EXPECT_EQ(seen.authority, server.Authority());
  EXPECT_EQ(seen.Header("content-type"), "application/json");
  EXPECT_EQ(seen.Header("authorization"), "Bearer t");
  EXPECT_EQ(seen.Header("expect"), "");
  EXPECT_EQ(seen.Header("user-agent"), "mesh");
}

TEST(HttpClient, SendsWhatItIsToldOverHttp1) {
  std::vector<std::string> seen;
  SocketServer server([&](Peer& peer) {
    for (std::string request = peer.ReadRequest(); !request.empty(); request = peer.ReadRequest()) {
      seen.push_back(request);
      peer.Answer("200 OK", request.starts_with("HEAD") ? "" : "yes", "X-A: b\r\n");
    }
  });
  const auto client = Open({.base_url = server.HttpUrl() + "/prefix/"});
  const std::vector<HttpRequest> requests{
      {.method = "GET", .target = "/a"},
      {.method = "HEAD", .target = "/b"},
      {.method = "POST", .target = "/c", .body = "text"},
      {.method = "POST", .target = "/d"},
      {.method = "PUT", .target = "/e", .body = std::string("\0x", 2)},
      {.method = "DELETE", .target = "/f"},
      {.method = "DELETE", .target = "/g", .body = "{}"},
  };
  for (const HttpRequest& request : requests) {
    const HttpOutcome outcome = client->Send(request);
    ASSERT_TRUE(outcome) << request.target << " " << outcome.error().detail;
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(*outcome->Header("x-a"), "b");
  }
  ASSERT_EQ(seen.size(), requests.size());
  EXPECT_THAT(seen[0], ::testing::StartsWith("GET /prefix/a HTTP/1.1\r\n"));
  EXPECT_THAT(seen[0], Not(HasSubstr("Content-")));
  EXPECT_THAT(seen[1], ::testing::StartsWith("HEAD /prefix/b HTTP/1.1\r\n"));
  EXPECT_THAT(seen[2], ::testing::EndsWith("Content-Length: 4\r\n\r\ntext"));
  EXPECT_THAT(seen[2], Not(HasSubstr("urlencoded")));
  EXPECT_THAT(seen[3], HasSubstr("Content-Length: 0\r\n"));
  EXPECT_THAT(seen[4], ::testing::EndsWith(std::string("Content-Length: 2\r\n\r\n\0x", 23)));
  EXPECT_THAT(seen[5], Not(HasSubstr("Content-")));
  EXPECT_THAT(seen[6], ::testing::EndsWith("\r\n\r\n{}"));
  EXPECT_EQ(server.connections(), 1) << "kept connections are used again";
}

// The server answers nobody before all 64 are there: were they not under way at once, on the one
// connection, this would never end.
TEST(HttpClient, SixtyFourRequestsShareOneConnection) {
  const TestCa ca("ca");
  int waiting = 0;
  SocketServer server(ServeH2([&](const H2Request&) {
                        if (++waiting < 64) return H2Reply{.hold = true};
                        return H2Reply{.body = "all", .release = true};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  const std::vector<HttpRequest> requests(64);
  for (const HttpOutcome& outcome : client->SendAll(requests)) {
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, "all");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, NoMoreThanTheLimitAreUnderWay) {
  const TestCa ca("ca");
  int waiting = 0;
  std::atomic<int> most = 0;
  SocketServer server(ServeH2([&](const H2Request& request) {
                        most = std::max(most.load(), ++waiting);
                        if (request.path != "/last" && waiting < 8) return H2Reply{.hold = true};
                        waiting = 0;
                        return H2Reply{.release = true};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem(), .max_in_flight = 8});
  std::vector<HttpRequest> requests(80);
  for (const HttpOutcome& outcome : client->SendAll(requests)) EXPECT_TRUE(outcome);
  EXPECT_EQ(most, 8);
}

TEST(HttpClient, TenThousandRequestsInOrderFromSeveralThreads) {
  const TestCa ca("ca");
  SocketServer server(
      ServeH2([](const H2Request& request) { return H2Reply{.body = request.path}; }),
      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  std::vector<std::future<int>> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.push_back(std::async(std::launch::async, [&, caller] {
      int right = 0;
      std::vector<HttpRequest> requests(2500);
      for (std::size_t i = 0; i < requests.size(); ++i)
        requests[i].target = "/" + std::to_string(caller) + "/" + std::to_string(i);
      const std::vector<HttpOutcome> outcomes = client->SendAll(requests);
      for (std::size_t i = 0; i < requests.size(); ++i)
        right += outcomes[i] && outcomes[i]->body == requests[i].target ? 1 : 0;
      return right;
    }));
  }
  for (auto& caller : callers) EXPECT_EQ(caller.get(), 2500);
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, WhereThereIsNoHttp2AFewConnectionsAreKept) {
  const TestCa ca("ca");
  SocketServer server(
      [](Peer& peer) {
        while (!peer.ReadRequest().empty()) peer.Answer("200 OK", peer.alpn());
      },
      SocketServer::Tls{ca.Issue()});
  const auto client = Connect(server, ca);
  const std::vector<HttpRequest> requests(300);
  for (const HttpOutcome& outcome : client->SendAll(requests)) {
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, "http/1.1");
  }
  EXPECT_LE(server.connections(), 6);
}

TEST(HttpClient, AServerThatAllowsFewStreamsIsNotAskedForMoreOnOneConnection) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request&) { return H2Reply{.body = "x"}; }, 5),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  const std::vector<HttpRequest> requests(500);
  for (const HttpOutcome& outcome : client->SendAll(requests))
    ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_LE(server.connections(), 4);
}

TEST(HttpClient, LargeBodiesArriveWholeBothWays) {
  const TestCa ca("ca");
  const auto echo = [](const H2Request& request) { return H2Reply{.body = request.body}; };
  SocketServer server(ServeH2(echo), H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  std::vector<HttpRequest> requests(8);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    requests[i].method = "PUT";
    for (std::size_t k = 0; k < 400'000; ++k)
      requests[i].body += std::to_string(i * 1000 + k % 997);
  }
  const std::vector<HttpOutcome> outcomes = client->SendAll(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ASSERT_TRUE(outcomes[i]) << outcomes[i].error().detail;
    EXPECT_TRUE(outcomes[i]->body == requests[i].body);
  }
}

TEST(HttpClient, AnAnswerBeforeTheWholeBodyCounts) {
  SocketServer server([](Peer& peer) {
    peer.ReadHead();
    peer.Answer("413 Payload Too Large", "too much", "Connection: close\r\n");
    peer.AwaitEnd();
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpOutcome outcome = client->Send({.method = "PUT", .body = std::string(20'000'000, 'x')});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->status, 413);
  EXPECT_EQ(outcome->body, "too much");
}

TEST(HttpClient, AnAnswerLargerThanAllowedIsAFault) {
  const TestCa ca("ca");
  SocketServer server(
      ServeH2([](const H2Request&) { return H2Reply{.body = std::string(100'001, 'x')}; }),
      H2Tls(ca.Issue()));
  const auto client =
      Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem(), .max_body = 100'000});
  const HttpFault fault = FaultOf(*client);
  EXPECT_EQ(fault.kind, TransportFault::kTooLarge);
  EXPECT_TRUE(fault.may_have_executed);
}

TEST(HttpClient, InterimAnswersAreNoAnswers) {
  SocketServer server([](Peer& peer) {
    while (!peer.ReadRequest().empty()) {
      peer.Write("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n");
      peer.Answer("200 OK", "final");
    }
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpOutcome outcome = client->Send({});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->status, 200);
  EXPECT_EQ(outcome->Header("Link"), nullptr);
}

TEST(HttpClient, RedirectsAreNotFollowed) {
  SocketServer server([](Peer& peer) {
    while (!peer.ReadRequest().empty())
      peer.Answer("302 Found", "", "Location: http://127.0.0.1:1/\r\n");
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpOutcome outcome = client->Send({}, {{"Authorization", Secret("t")}});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, 302);
}

TEST(HttpClient, NamesAreResolved) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request&) { return H2Reply{}; }), H2Tls(ca.Issue()));
  const auto client =
      Open({.base_url = "https://localhost:" + std::to_string(server.port()), .ca_pem = ca.pem()});
  const HttpOutcome outcome = client->Send({});
  EXPECT_TRUE(outcome) << outcome.error().detail;
}

// A request that would smuggle a second one, or headers, is never sent.
TEST(HttpClient, RefusesWhatIsNoRequest) {
  SocketServer server([](Peer& peer) {
    while (!peer.ReadRequest().empty()) peer.Answer("200 OK", "");
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const std::vector<HttpRequest> bad{
      {.target = "no-slash"},
      {.target = "/with blank"},
      {.target = "/a\r\nX: y"},
      {.target = "/a#b"},
      {.target = ""},
      {.method = "GET /x HTTP/1.1\r\nA: b"},
      {.method = ""},
      {.headers = {{"A", "b\r\nC: d"}}},
      {.headers = {{"A: b\r\nC", "d"}}},
      {.headers = {{"", "d"}}},
  };
  for (const HttpRequest& request : bad) {
    const HttpFault fault = FaultOf(*client, request);
    EXPECT_EQ(fault.kind, TransportFault::kInvalid) << request.method << " " << request.target;
    EXPECT_FALSE(fault.may_have_executed);
    EXPECT_THAT(fault.detail, HasSubstr("characters"));
  }
  EXPECT_EQ(server.connections(), 0);
}

}  // namespace
}  // namespace mesh
