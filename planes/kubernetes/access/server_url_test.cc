#include "planes/kubernetes/access/server_url.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/impersonation.h"
#include "planes/kubernetes/access/proxy.h"
#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

std::string Normal(const std::string& text) {
  const auto url = ParseServerUrl(text, "host");
  return url ? url->ToString() : "-";
}

TEST(ServerUrlTest, ReadsWhatKubectlReads) {
  EXPECT_EQ(Normal("https://a.example:6443"), "https://a.example:6443");
  EXPECT_EQ(Normal("HTTPS://A.Example/"), "https://a.example");
  EXPECT_EQ(Normal("a.example"), "https://a.example");
  EXPECT_EQ(Normal("10.0.0.1:443"), "https://10.0.0.1:443");
  EXPECT_EQ(Normal("https://[FE80::1]:6443/k8s/clusters/c-1/"),
            "https://[fe80::1]:6443/k8s/clusters/c-1");
  EXPECT_EQ(Normal("http://localhost:8001"), "http://localhost:8001");
}

TEST(ServerUrlTest, RefusesTheRest) {
  for (const std::string bad :
       {"", "https://", "ftp://a", "https://a:0", "https://a:65536", "https://a:x", "https://a:",
        "https://a b", "https://a/\n", "https://a?x=1", "https://a/b#c", "https://[::1",
        "https://[a]:1", "https://[::1]x", "https://a:b:c", "https://user:pw@a", "https://a\"b"}) {
    EXPECT_EQ(Normal(bad), "-") << bad;
  }
}

TEST(ServerUrlTest, PasswordsAreNotQuoted) {
  const auto url = ParseServerUrl("https://user:hush@a.example", "`host`", "host");
  ASSERT_FALSE(url);
  EXPECT_EQ(Text(url.error()).find("hush"), std::string::npos);
  EXPECT_EQ(url.error().front().path, Path("host"));
  EXPECT_NE(Text(url.error()).find("username"), std::string::npos);
}

TEST(ServerUrlTest, KnowsLoopback) {
  for (const std::string host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"}) {
    EXPECT_TRUE(IsLoopbackHost(host)) << host;
  }
  for (const std::string host :
       {"128.0.0.1", "::2", "localhost.example", "127.0.0.1.example", ""}) {
    EXPECT_FALSE(IsLoopbackHost(host)) << host;
  }
}

TEST(ProxyTest, ChecksUrlsWithoutQuotingThem) {
  for (const std::string good : {"http://p:3128", "https://p", "socks5://10.0.0.1:1080",
                                 "socks5h://p", "http://user:pa@ss@p:3128"}) {
    EXPECT_TRUE(ParseProxyUrl(Secret(good), "x")) << good;
  }
  for (const std::string bad :
       {"p:3128", "ftp://hush", "http://", "http://p:x", "socks4://p", "http://p q"}) {
    const auto parsed = ParseProxyUrl(Secret(bad), "`proxy_url`", "proxy_url");
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(Text(parsed.error()).find("hush"), std::string::npos);
  }
}

std::string ProxyFor(const std::string& server, const Environment& environment) {
  const auto proxy = ProxyFromEnvironment(ParseServerUrl(server, "").value(), environment);
  return proxy ? proxy->Reveal() : "error";
}

TEST(ProxyTest, EnvironmentNamesIt) {
  EXPECT_EQ(ProxyFor("https://a", {}), "");
  EXPECT_EQ(ProxyFor("https://a", {{"HTTPS_PROXY", "http://p:1"}}), "http://p:1");
  EXPECT_EQ(ProxyFor("https://a", {{"https_proxy", "p:1"}}), "http://p:1");
  EXPECT_EQ(ProxyFor("https://a", {{"HTTPS_PROXY", "http://u"}, {"https_proxy", "http://l"}}),
            "http://u");
  EXPECT_EQ(ProxyFor("https://a", {{"HTTP_PROXY", "http://p:1"}}), "");
  EXPECT_EQ(ProxyFor("http://a", {{"HTTP_PROXY", "http://p:1"}}), "http://p:1");
  EXPECT_EQ(ProxyFor("https://a", {{"HTTPS_PROXY", "nonsense://x"}}), "error");
  for (const std::string local : {"https://localhost", "https://127.0.0.1:6443", "https://[::1]"}) {
    EXPECT_EQ(ProxyFor(local, {{"HTTPS_PROXY", "http://p:1"}}), "") << local;
  }
}

/// The cases of Go's golang.org/x/net/http/httpproxy for NO_PROXY.
TEST(ProxyTest, NoProxyExcepts) {
  const auto excepted = [](const std::string& server, const std::string& no_proxy) {
    return ProxyFor(server, {{"HTTPS_PROXY", "http://p"}, {"NO_PROXY", no_proxy}}).empty();
  };
  EXPECT_TRUE(excepted("https://a.example", "*"));
  EXPECT_TRUE(excepted("https://a.example", "b.example, A.Example"));
  EXPECT_TRUE(excepted("https://x.a.example", "a.example"));
  EXPECT_TRUE(excepted("https://x.a.example", ".a.example"));
  EXPECT_TRUE(excepted("https://x.a.example", "*.a.example"));
  EXPECT_FALSE(excepted("https://a.example", ".a.example"));
  EXPECT_FALSE(excepted("https://ba.example", "a.example"));
  EXPECT_TRUE(excepted("https://a.example", "a.example:443"));
  EXPECT_FALSE(excepted("https://a.example:6443", "a.example:443"));
  EXPECT_TRUE(excepted("https://10.1.2.3", "10.0.0.0/8"));
  EXPECT_FALSE(excepted("https://11.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(excepted("https://10.1.2.3:6443", "10.1.2.3"));
  EXPECT_TRUE(excepted("https://10.1.2.3:6443", "10.1.2.3:6443"));
  EXPECT_FALSE(excepted("https://10.1.2.3:6443", "10.1.2.3:443"));
  EXPECT_TRUE(excepted("https://[fd00::1]", "fd00::/8"));
  EXPECT_TRUE(excepted("https://[fd00::1]", "fd00::1"));
  EXPECT_TRUE(excepted("https://[fd00::1]:6443", "[fd00::1]:6443"));
  EXPECT_FALSE(excepted("https://[fd00::1]", "10.0.0.0/8"));
  EXPECT_FALSE(excepted("https://10.1.2.3", "10.0.0.0/x,10.0.0.0/99,/,:,"));
  EXPECT_TRUE(ProxyFor("https://a", {{"HTTPS_PROXY", "http://p"}, {"no_proxy", "a"}}).empty());
}

std::vector<std::string> HeadersFor(const Impersonation& whom) {
  const auto headers = ImpersonationHeaders(whom, "x");
  std::vector<std::string> out;
  if (!headers) return {"error"};
  for (const Header& h : *headers) out.push_back(h.name + ": " + h.value.Reveal());
  return out;
}

TEST(ImpersonationTest, HeadersAreThoseOfTheServer) {
  EXPECT_EQ(HeadersFor({}), std::vector<std::string>());
  EXPECT_EQ(
      HeadersFor({.user = "system:serviceaccount:a:b",
                  .uid = "7",
                  .groups = {"g1", "g2"},
                  .extra = {{"acme.com/project", {"p", "q"}}, {"a%b\xc3\xa9", {"c"}}}}),
      (std::vector<std::string>{
          "Impersonate-User: system:serviceaccount:a:b", "Impersonate-Uid: 7",
          "Impersonate-Group: g1", "Impersonate-Group: g2", "Impersonate-Extra-a%25b%C3%A9: c",
          "Impersonate-Extra-acme.com%2Fproject: p", "Impersonate-Extra-acme.com%2Fproject: q"}));
}

TEST(ImpersonationTest, EscapesExactlyWhatClientGoEscapes) {
  // RFC 7230's token characters stay, but for the percent sign itself.
  std::string plain = "!#$&'*+-.^_`|~09azAZ";
  EXPECT_EQ(HeadersFor({.user = "u", .extra = {{plain, {"v"}}}}).back(),
            "Impersonate-Extra-" + plain + ": v");
  EXPECT_EQ(HeadersFor({.user = "u", .extra = {{"\"(),/:;<=>?@[\\]{} %", {"v"}}}}).back(),
            "Impersonate-Extra-%22%28%29%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%7B%7D%20%25: v");
}

TEST(ImpersonationTest, RefusesWhatTheServerRefuses) {
  EXPECT_EQ(HeadersFor({.groups = {"g"}}), std::vector<std::string>{"error"});
  EXPECT_EQ(HeadersFor({.uid = "1"}), std::vector<std::string>{"error"});
  EXPECT_EQ(HeadersFor({.user = "a\r\nX: y"}), std::vector<std::string>{"error"});
  EXPECT_EQ(HeadersFor({.user = "u", .extra = {{"", {"v"}}}}), std::vector<std::string>{"error"});
}

}  // namespace
}  // namespace mesh
