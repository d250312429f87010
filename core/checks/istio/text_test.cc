#include <gmock/gmock.h>

#include "core/checks/istio/header_text.h"
#include "core/checks/istio/host_text.h"
#include "core/checks/istio/label_text.h"

namespace mesh::istio {
namespace {

const std::string kLabel63(63, 'a');
const std::string kLabel64(64, 'a');

using Check = std::string (*)(std::string_view);

void ExpectRight(Check check, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) EXPECT_EQ(check(text), "") << text;
}
void ExpectWrong(Check check, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) EXPECT_TRUE(check(text).ends_with('.')) << text;
}

TEST(HostTextTest, FullNames) {
  ExpectRight(WrongFqdn,
              {"a", "a.b", "A-1.b", "a.b.", "1.b", kLabel63 + ".b", "a.99999999999999999999"});
  ExpectWrong(WrongFqdn, {"", ".", "a..b", "a..", "-a.b", "a-.b", "a_b", "*.b", "a.1", "1", "a b",
                          kLabel64 + ".b", "http://a.b", std::string(256, 'a')});
}

TEST(HostTextTest, Wildcards) {
  ExpectRight(WrongWildcardHost, {"*", "*.b", "*-a.b", "*a.b", "a.b", "a.", "*."});
  ExpectWrong(WrongWildcardHost, {"", "a.*", "**.b", "a*.b", "*-.b", "*_.b", "*.1", "10.0.0.1"});
  EXPECT_TRUE(HasPartialWildcard("*-a.b"));
  EXPECT_FALSE(HasPartialWildcard("*"));
  EXPECT_FALSE(HasPartialWildcard("*.b"));
  EXPECT_FALSE(HasPartialWildcard("b"));
}

TEST(HostTextTest, NamesOfRoutesBetweenClusters) {
  ExpectRight(WrongSniHost, {"outbound_.80_._.a.b", "a.b", "*.b", "outbound_.80_.v1_.a.b"});
  ExpectWrong(WrongSniHost, {"outbound_80", "outbound_.x_._.a.b", "outbound_.80_._.1.2", "a_b"});
}

TEST(HostTextTest, AddressesAndSubnets) {
  for (const char* text : {"10.0.0.1", "::", "2001:db8::1", "fe80::1%eth0", "::ffff:1.2.3.4"}) {
    EXPECT_TRUE(IsIpAddress(text)) << text;
  }
  for (const char* text : {"", "10.0.0", "10.0.0.256", "010.0.0.1", "a", "1.2.3.4%eth0", "::%"}) {
    EXPECT_FALSE(IsIpAddress(text)) << text;
  }
  ExpectRight(WrongSubnet, {"10.0.0.0/8", "10.0.0.1/0", "2001:db8::/128", "10.0.0.1", "::1"});
  ExpectWrong(WrongSubnet, {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/-1", "",
                            "10.0.0.0/8/8", "a/8", "fe80::1%eth0/64"});
}

TEST(HostTextTest, OverlapAndContainment) {
  EXPECT_TRUE(HostsOverlap("a.b", "a.b"));
  EXPECT_TRUE(HostsOverlap("*.b", "a.b"));
  EXPECT_TRUE(HostsOverlap("a.b", "*.b"));
  EXPECT_TRUE(HostsOverlap("*.a.b", "*.b"));
  EXPECT_TRUE(HostsOverlap("*.b", "*.a.b"));
  EXPECT_TRUE(HostsOverlap("*", "a"));
  EXPECT_FALSE(HostsOverlap("a.b", "b.b"));
  EXPECT_FALSE(HostsOverlap("*.a.b", "a.b"));
  EXPECT_FALSE(HostsOverlap("*.a", "*.b"));
  EXPECT_TRUE(IsHostWithin("a.b", "*.b"));
  EXPECT_TRUE(IsHostWithin("*.a.b", "*.b"));
  EXPECT_TRUE(IsHostWithin("a.b", "a.b"));
  EXPECT_FALSE(IsHostWithin("*.b", "a.b"));
  EXPECT_FALSE(IsHostWithin("*.b", "*.a.b"));
  EXPECT_FALSE(IsHostWithin("b", "*.b"));
}

TEST(LabelTextTest, KeysAndValues) {
  ExpectRight(WrongLabelKey, {"a", "a_b.c-d", "A9", "k8s.io/name", "a/b", kLabel63});
  ExpectWrong(WrongLabelKey, {"", ".a", "a_", "a$", "a./b", "/b", "a/", "a/b/c", "a_b/c", kLabel64,
                              std::string(254, 'a') + "/b"});
  ExpectRight(WrongLabelValue, {"", "a", "v1.2_3-4", kLabel64});
  ExpectWrong(WrongLabelValue, {".a", "a_", "a b", "a/b", "*"});
}

TEST(HeaderTextTest, Names) {
  ExpectRight(WrongMatchedHeader, {"x-a", "X!#$", ":path", ":authority", "@request.auth.claims.sub",
                                   "@Request.Auth.Claims[a][b]"});
  ExpectWrong(WrongMatchedHeader, {"", "a b", ":other", "a:b", "@request.auth.claims",
                                   "@request.auth.claims.", "@request.auth.claims[]", "é"});
  ExpectRight(WrongCorsHeader, {"*", "x-a"});
  ExpectWrong(WrongCorsHeader, {"", "a b", ":path"});
  ExpectRight(WrongRequestHeader, {"x-a", "Host", ":authority"});
  ExpectWrong(WrongRequestHeader, {"", ":path"});
  ExpectRight(WrongChangedHeader, {"x-a"});
  ExpectWrong(WrongChangedHeader, {"", "Host", ":authority", ":path"});
}

TEST(HeaderTextTest, Values) {
  ExpectRight(WrongHeaderValue, {"", "a", "100%%", "%HOST%", "a %REQ(:path)% b", "a\tb",
                                 "%V([\"a\", \"b\"])%", "%V( [\"a\\\"\"] ) %", "é"});
  ExpectWrong(WrongHeaderValue, {"%", "100%", "%a", "%a%%", "a\nb", "\x7f", "%V([\"a\" b])%",
                                 "%V([a])%", "%V([\"a\"] x)%", "%V(a) x%", "%V(a\\", "%V("});
}

}  // namespace
}  // namespace mesh::istio
