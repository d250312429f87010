// Whom we trust, what we show, and how both change while requests go on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "planes/http/testing/client.h"
#include "planes/http/testing/h2_server.h"

namespace mesh {
namespace {

using testing::Connect;
using testing::FaultOf;
using testing::H2Reply;
using testing::H2Request;
using testing::H2Tls;
using testing::KeyPair;
using testing::Open;
using testing::Peer;
using testing::ServeH2;
using testing::SocketServer;
using testing::TestCa;

SocketServer::Script Good() {
  return ServeH2(
      [](const H2Request& request) { return H2Reply{.body = std::to_string(request.connection)}; });
}

HttpFault FaultWith(const KeyPair& pair, const TestCa& trusted) {
  std::atomic<int> requests = 0;
  SocketServer server(ServeH2([&](const H2Request&) {
                        ++requests;
                        return H2Reply{};
                      }),
                      H2Tls(pair));
  const auto client = Connect(server, trusted);
  HttpFault fault = FaultOf(*client, {.method = "POST", .body = "x"});
  EXPECT_EQ(requests, 0) << "nothing is sent to whom we do not trust";
  EXPECT_FALSE(fault.may_have_executed);
  return fault;
}

TEST(Tls, AServerOfAnotherAuthorityIsNotTrusted) {
  const TestCa ca("ca"), other("other");
  EXPECT_EQ(FaultWith(other.Issue(), ca).kind, TransportFault::kUntrusted);
}

// Its certificate names the same authority, but that one did not sign it.
TEST(Tls, AnImpostorOfTheAuthorityIsNotTrusted) {
  const TestCa ca("ca"), impostor("ca");
  EXPECT_EQ(FaultWith(impostor.Issue(), ca).kind, TransportFault::kUntrusted);
}

TEST(Tls, AnotherNameIsNotTrusted) {
  const TestCa ca("ca");
  const HttpFault fault = FaultWith(ca.Issue({.names = {"DNS:elsewhere"}}), ca);
  EXPECT_EQ(fault.kind, TransportFault::kUntrusted) << fault.detail;
}

TEST(Tls, TheCommonNameDoesNotCountBesideNames) {
  const TestCa ca("ca");
  EXPECT_EQ(FaultWith(ca.Issue({.common_name = "127.0.0.1", .names = {"DNS:elsewhere"}}), ca).kind,
            TransportFault::kUntrusted);
}

TEST(Tls, AnExpiredCertificateIsNotTrusted) {
  const TestCa ca("ca");
  const HttpFault fault = FaultWith(ca.Issue({.valid_from = -7200, .valid_until = -60}), ca);
  EXPECT_EQ(fault.kind, TransportFault::kUntrusted);
  EXPECT_THAT(fault.detail, ::testing::HasSubstr("expired"));
}

TEST(Tls, ACertificateOfTheFutureIsNotTrusted) {
  const TestCa ca("ca");
  EXPECT_EQ(FaultWith(ca.Issue({.valid_from = 1800}), ca).kind, TransportFault::kUntrusted);
}

// Without a CA of its own the server is judged by what this machine trusts, which is not this one.
TEST(Tls, WithoutACaTheMachineDecides) {
  const TestCa ca("ca");
  SocketServer server(Good(), H2Tls(ca.Issue()));
  const auto client = Open({.base_url = server.HttpsUrl()});
  EXPECT_EQ(FaultOf(*client).kind, TransportFault::kUntrusted);
}

TEST(Tls, ABundleMayHoldSeveralAuthorities) {
  const TestCa ca("ca"), other("other");
  SocketServer server(Good(), H2Tls(ca.Issue()));
  const auto client = Open({.base_url = server.HttpsUrl(), .ca_pem = other.pem() + ca.pem()});
  EXPECT_TRUE(client->Send({}));
}

TEST(Tls, TheServerIsAskedForAndVerifiedByTlsServerName) {
  const TestCa ca("ca");
  std::string sni, authority;
  SocketServer server(
      [&](Peer& peer) {
        sni = peer.sni();
        ServeH2([&](const H2Request& request) {
          authority = request.authority;
          return H2Reply{};
        })(peer);
      },
      H2Tls(ca.Issue({.names = {"DNS:kubernetes.example"}})));
  EXPECT_EQ(FaultOf(*Connect(server, ca)).kind, TransportFault::kUntrusted);
  const auto client = Open(
      {.base_url = server.HttpsUrl(), .ca_pem = ca.pem(), .tls_server_name = "kubernetes.example"});
  const HttpOutcome outcome = client->Send({});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(sni, "kubernetes.example");
  EXPECT_EQ(authority, server.Authority());
  const auto wrong =
      Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem(), .tls_server_name = "other.example"});
  EXPECT_EQ(FaultOf(*wrong).kind, TransportFault::kUntrusted);
}

TEST(Tls, AClientCertificateIsShown) {
  const TestCa ca("ca"), clients("clients"), strangers("strangers");
  const auto options = [&](const SocketServer& server, const KeyPair& pair) {
    return HttpOptions{.base_url = server.HttpsUrl(),
                       .ca_pem = ca.pem(),
                       .client_certificate_pem = pair.certificate_pem,
                       .client_key_pem = Secret(pair.key_pem)};
  };
  for (const std::string protocol : {"h2", "http/1.1"}) {
    std::atomic<int> requests = 0;
    SocketServer server(
        [&](Peer& peer) {
          if (protocol == "h2") {
            ServeH2([&](const H2Request&) {
              ++requests;
              return H2Reply{};
            })(peer);
          } else if (!peer.ReadRequest().empty()) {
            ++requests;
            peer.Answer("200 OK", "");
          }
        },
        SocketServer::Tls{ca.Issue(), clients.pem(), {protocol}});
    const auto known = Open(options(server, clients.Issue({.common_name = "me"})));
    const HttpOutcome outcome = known->Send({});
    EXPECT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(requests, 1);

    const auto nobody = Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem()});
    const auto stranger = Open(options(server, strangers.Issue()));
    const auto expired = Open(options(server, clients.Issue({.valid_until = -60})));
    for (HttpClient* client : {nobody.get(), stranger.get(), expired.get()}) {
      const HttpFault fault = FaultOf(*client, {.method = "POST", .body = "x"});
      EXPECT_EQ(fault.kind, TransportFault::kTls) << fault.detail;
      EXPECT_FALSE(fault.may_have_executed);
    }
    EXPECT_EQ(requests, 1);
  }
}

TEST(Tls, AServerWithoutTls) {
  const TestCa ca("ca");
  SocketServer server([](Peer& peer) {
    peer.Read();
    peer.Answer("400 Bad Request", "speak HTTP");
  });
  const HttpFault fault = FaultOf(*Connect(server, ca));
  EXPECT_EQ(fault.kind, TransportFault::kTls) << fault.detail;
}

// A handshake that is cut off says nothing about trust: it may go better the next time.
TEST(Tls, AHandshakeThatIsCutOffIsALostConnection) {
  const TestCa ca("ca");
  for (const bool reset : {true, false}) {
    SocketServer server([reset](Peer& peer) {
      peer.Read();
      if (reset) peer.Reset();
    });
    const HttpFault fault = FaultOf(*Connect(server, ca));
    EXPECT_EQ(fault.kind, TransportFault::kConnect) << fault.detail;
    EXPECT_FALSE(fault.may_have_executed);
  }
}

TEST(Tls, ARotatedCaIsUsedForNewConnections) {
  const TestCa old_ca("old"), new_ca("new");
  SocketServer server(Good(), H2Tls(new_ca.Issue()));
  const auto client = Connect(server, old_ca);
  EXPECT_EQ(FaultOf(*client).kind, TransportFault::kUntrusted);
  ASSERT_TRUE(client->Reconfigure({.base_url = server.HttpsUrl(), .ca_pem = new_ca.pem()}));
  EXPECT_TRUE(client->Send({}));
  // A connection of those who were trusted once is not used for what trusts others now.
  ASSERT_TRUE(client->Reconfigure({.base_url = server.HttpsUrl(), .ca_pem = old_ca.pem()}));
  EXPECT_EQ(FaultOf(*client).kind, TransportFault::kUntrusted);
}

TEST(Tls, ARenewedCertificateIsShownOnNewConnections) {
  const TestCa ca("ca"), clients("clients");
  SocketServer server(Good(), SocketServer::Tls{ca.Issue(), clients.pem(), {"h2"}});
  const auto options = [&](const KeyPair& pair) {
    return HttpOptions{.base_url = server.HttpsUrl(),
                       .ca_pem = ca.pem(),
                       .client_certificate_pem = pair.certificate_pem,
                       .client_key_pem = Secret(pair.key_pem)};
  };
  const auto client = Open(options(clients.Issue()));
  EXPECT_EQ(client->Send({})->body, "0");
  EXPECT_EQ(client->Send({})->body, "0");
  ASSERT_TRUE(client->Reconfigure(options(clients.Issue())));
  std::vector<HttpRequest> requests(20);
  for (const HttpOutcome& outcome : client->SendAll(requests)) {
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->body, "1");
  }
}

TEST(Tls, WrongSettingsChangeNothing) {
  const TestCa ca("ca");
  SocketServer server(Good(), H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  EXPECT_FALSE(client->Reconfigure({.base_url = server.HttpsUrl(), .ca_pem = "no PEM"}));
  EXPECT_FALSE(client->Reconfigure({.base_url = "https://elsewhere:1", .ca_pem = ca.pem()}));
  EXPECT_TRUE(client->Send({}));
}

}  // namespace
}  // namespace mesh
