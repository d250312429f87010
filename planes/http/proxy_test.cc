#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "planes/http/testing/client.h"
#include "planes/http/testing/h2_server.h"
#include "planes/http/testing/proxies.h"

namespace mesh {
namespace {

using testing::ConnectProxy;
using ::testing::ElementsAre;
using testing::FaultOf;
using testing::H2Reply;
using testing::H2Request;
using testing::H2Tls;
using ::testing::IsEmpty;
using testing::Open;
using testing::ProxyRecord;
using testing::ServeH2;
using testing::SocketServer;
using testing::SocksProxy;
using testing::TestCa;

class Proxy : public ::testing::Test {
 protected:
  /// A server that is only known to the proxy by this name.
  std::string PrivateUrl() const {
    return "https://api.cluster.internal:" + std::to_string(server_.port());
  }
  std::string PrivateTarget() const {
    return "api.cluster.internal:" + std::to_string(server_.port());
  }

  TestCa ca_{"ca"};
  ProxyRecord record_;
  SocketServer server_{
      ServeH2([](const H2Request& request) { return H2Reply{.body = request.authority}; }),
      H2Tls(ca_.Issue({.names = {"DNS:api.cluster.internal", "IP:127.0.0.1"}}))};
};

TEST_F(Proxy, HttpProxyConnectsUs) {
  SocketServer proxy(ConnectProxy(record_));
  const auto client =
      Open({.base_url = PrivateUrl(), .ca_pem = ca_.pem(), .proxy_url = Secret(proxy.HttpUrl())});
  const std::vector<HttpRequest> requests(40);
  for (const HttpOutcome& outcome : client->SendAll(requests)) {
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, PrivateTarget());
    EXPECT_EQ(outcome->status, 200);
  }
  EXPECT_THAT(record_.targets(), ElementsAre(PrivateTarget())) << "one connection serves all";
}

TEST_F(Proxy, HttpsProxyConnectsUs) {
  const TestCa proxy_ca("proxy");
  SocketServer proxy(ConnectProxy(record_), SocketServer::Tls{proxy_ca.Issue()});
  HttpOptions options{.base_url = PrivateUrl(),
                      .ca_pem = ca_.pem(),
                      .proxy_url = Secret(proxy.HttpsUrl()),
                      .proxy_ca_pem = ca_.pem()};
  EXPECT_EQ(FaultOf(*Open(options)).kind, TransportFault::kUntrusted);
  EXPECT_THAT(record_.targets(), IsEmpty());
  options.proxy_ca_pem = proxy_ca.pem();
  const HttpOutcome outcome = Open(options)->Send({});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->body, PrivateTarget());
}

TEST_F(Proxy, SocksProxyResolvesNames) {
  SocketServer proxy(SocksProxy(record_));
  for (const std::string scheme : {"socks5://", "socks5h://"}) {
    const auto client = Open({.base_url = PrivateUrl(),
                              .ca_pem = ca_.pem(),
                              .proxy_url = Secret(scheme + proxy.Authority())});
    const HttpOutcome outcome = client->Send({});
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, PrivateTarget());
  }
  EXPECT_THAT(record_.targets(), ElementsAre(PrivateTarget(), PrivateTarget()));
}

TEST_F(Proxy, TlsServerNameIsForTlsOnly) {
  SocketServer http(ConnectProxy(record_));
  SocketServer socks(SocksProxy(record_));
  const std::string target = "10.0.0.1:" + std::to_string(server_.port());
  for (const std::string& proxy : {http.HttpUrl(), "socks5://" + socks.Authority()}) {
    const auto client = Open({.base_url = "https://" + target,
                              .ca_pem = ca_.pem(),
                              .tls_server_name = "api.cluster.internal",
                              .proxy_url = Secret(proxy)});
    const HttpOutcome outcome = client->Send({});
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, target);
  }
  EXPECT_THAT(record_.targets(), ElementsAre(target, target));
}

TEST_F(Proxy, UserAndPassword) {
  // "us er:pass" in base64.
  SocketServer proxy(ConnectProxy(record_, "dXMgZXI6cGFzcw=="));
  const auto open = [&](const std::string& user) {
    return Open({.base_url = PrivateUrl(),
                 .ca_pem = ca_.pem(),
                 .proxy_url = Secret("http://" + user + proxy.Authority())});
  };
  EXPECT_TRUE(open("us%20er:pass@")->Send({}));
  for (const std::string wrong : {"", "us%20er:other@"}) {
    const HttpFault fault = FaultOf(*open(wrong), {.method = "POST", .body = "x"});
    EXPECT_EQ(fault.kind, TransportFault::kProxy) << fault.detail;
    EXPECT_FALSE(fault.may_have_executed);
    EXPECT_THAT(Explain(fault).front().detail, ::testing::Not(::testing::HasSubstr("other")));
  }
}

TEST_F(Proxy, ThatIsDownOrCannotReachTheServer) {
  SocketServer http(ConnectProxy(record_));
  SocketServer socks(SocksProxy(record_));
  const std::string nobody = "127.0.0.1:" + std::to_string(testing::UnusedPort());
  for (const std::string& proxy : {http.HttpUrl(), "socks5://" + socks.Authority()}) {
    const HttpFault fault = FaultOf(
        *Open({.base_url = "https://" + nobody, .ca_pem = ca_.pem(), .proxy_url = Secret(proxy)}));
    EXPECT_EQ(fault.kind, TransportFault::kProxy) << proxy << " " << fault.detail;
    EXPECT_FALSE(fault.may_have_executed);
  }
  for (const std::string scheme : {"http://", "socks5://"}) {
    const HttpFault fault = FaultOf(*Open(
        {.base_url = PrivateUrl(), .ca_pem = ca_.pem(), .proxy_url = Secret(scheme + nobody)}));
    EXPECT_EQ(fault.kind, TransportFault::kProxy) << fault.detail;
  }
}

TEST_F(Proxy, NoProxyGoesPastIt) {
  SocketServer proxy(ConnectProxy(record_));
  const auto client = Open({.base_url = server_.HttpsUrl(),
                            .ca_pem = ca_.pem(),
                            .proxy_url = Secret(proxy.HttpUrl()),
                            .no_proxy = "10.0.0.0/8,127.0.0.0/8"});
  EXPECT_TRUE(client->Send({}));
  EXPECT_THAT(record_.targets(), IsEmpty());
}

TEST_F(Proxy, TheEnvironmentIsNotLookedAt) {
  SocketServer proxy(ConnectProxy(record_));
  setenv("https_proxy", proxy.HttpUrl().c_str(), 1);
  setenv("ALL_PROXY", proxy.HttpUrl().c_str(), 1);
  const auto client = Open({.base_url = server_.HttpsUrl(), .ca_pem = ca_.pem()});
  EXPECT_TRUE(client->Send({}));
  unsetenv("https_proxy");
  unsetenv("ALL_PROXY");
  EXPECT_THAT(record_.targets(), IsEmpty());
}

TEST_F(Proxy, AnotherProxyIsTakenByNewRequests) {
  ProxyRecord other_record;
  SocketServer proxy(ConnectProxy(record_));
  SocketServer other(ConnectProxy(other_record));
  HttpOptions options{
      .base_url = PrivateUrl(), .ca_pem = ca_.pem(), .proxy_url = Secret(proxy.HttpUrl())};
  const auto client = Open(options);
  EXPECT_TRUE(client->Send({}));
  options.proxy_url = Secret(other.HttpUrl());
  ASSERT_TRUE(client->Reconfigure(options));
  EXPECT_TRUE(client->Send({}));
  EXPECT_THAT(other_record.targets(), ElementsAre(PrivateTarget()));
}

struct NoProxyRow {
  const char* no_proxy;
  const char* host;
  bool bypasses;
};

// Oracle: golang.org/x/net/http/httpproxy, whose documentation and rules these rows follow.
TEST(NoProxy, ReadsTheListAsGoDoes) {
  const NoProxyRow rows[] = {
      {"", "example.com", false},
      {"*", "example.com", true},
      {"example.com", "example.com", true},
      {"example.com", "EXAMPLE.com", true},
      {"Example.COM", "example.com", true},
      {"example.com", "www.example.com", true},
      {"example.com", "notexample.com", false},
      {"example.com", "example.com.evil", false},
      {".example.com", "www.example.com", true},
      {".example.com", "example.com", false},
      {"*.example.com", "www.example.com", true},
      {"*.example.com", "example.com", false},
      {"example.com:6443", "example.com", true},
      {"example.com:443", "example.com", false},
      {"a, example.com ,b", "example.com", true},
      {" , ,", "example.com", false},
      {"10.0.0.1", "10.0.0.1", true},
      {"10.0.0.1", "10.0.0.10", false},
      {"10.0.0.1:6443", "10.0.0.1", true},
      {"10.0.0.1:80", "10.0.0.1", false},
      {"10.0.0.0/8", "10.200.3.4", true},
      {"10.0.0.0/8", "11.0.0.1", false},
      {"10.0.0.0/9", "10.127.255.255", true},
      {"10.0.0.0/9", "10.128.0.0", false},
      {"0.0.0.0/0", "1.2.3.4", true},
      {"0.0.0.0/0", "fd00::1", false},
      {"0.0.0.0/0", "example.com", false},
      {"fd00::/8", "fdab::1", true},
      {"fd00::/8", "fe80::1", false},
      {"fd00::1", "fd00:0:0::1", true},
      {"[fd00::1]:6443", "fd00::1", true},
      {"[fd00::1]:1", "fd00::1", false},
      {"[fd00::1]", "fd00::1", true},
      {"10.0.0.0/33", "10.0.0.0", false},
      {"10.0.0.0/x", "10.0.0.0", false},
      {"10.0.0.0/", "10.0.0.0", false},
      {"10.0.0/8", "10.0.0.1", false},
      {"10.0.0.0/-1", "10.0.0.0", false},
      {":6443", "example.com", false},
  };
  for (const NoProxyRow& row : rows)
    EXPECT_EQ(BypassesProxy(row.no_proxy, row.host, "6443"), row.bypasses)
        << row.no_proxy << " for " << row.host;
}

}  // namespace
}  // namespace mesh
