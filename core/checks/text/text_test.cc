#include <gtest/gtest.h>

#include "core/checks/text/ip.h"
#include "core/checks/text/label_selector.h"
#include "core/checks/text/names.h"
#include "core/formats/yaml.h"

namespace mesh::kubernetes {
namespace {

TEST(NamesTest, QualifiedNames) {
  const std::string longest(63, 'a');
  for (const std::string& good : {std::string("app"), std::string("App_1.x-y"), longest,
                                  std::string("example.com/App"), std::string("a/b")}) {
    EXPECT_EQ(WrongQualifiedName(good), "") << good;
  }
  for (const std::string& bad :
       {std::string(), longest + "a", std::string("a b"), std::string("-a"), std::string("a-"),
        std::string("a/b/c"), std::string("/a"), std::string("a/"), std::string("Example.com/a"),
        std::string("a..b/c"), std::string(254, 'a') + "/b", std::string("ä")}) {
    EXPECT_NE(WrongQualifiedName(bad), "") << bad;
  }
  EXPECT_EQ(WrongQualifiedName(std::string(253, 'a') + "/b"), "");
}

TEST(NamesTest, LabelValuesAndPortNames) {
  EXPECT_EQ(WrongLabelValue(""), "");
  EXPECT_EQ(WrongLabelValue(std::string(63, 'x')), "");
  EXPECT_NE(WrongLabelValue(std::string(64, 'x')), "");
  EXPECT_NE(WrongLabelValue("a b"), "");
  EXPECT_NE(WrongLabelValue("example.com/a"), "");
  for (const char* good : {"http", "a", "1a", "http-web", "fifteen-letters"}) {
    EXPECT_EQ(WrongPortName(good), "") << good;
  }
  for (const char* bad : {"", "80", "HTTP", "a--b", "-a", "a-", "a_b", "sixteen-letters-"}) {
    EXPECT_NE(WrongPortName(bad), "") << bad;
  }
}

TEST(NamesTest, DnsNames) {
  EXPECT_TRUE(IsDnsLabel(std::string(63, 'a')));
  EXPECT_FALSE(IsDnsLabel(std::string(64, 'a')));
  EXPECT_FALSE(IsDnsLabel("a.b"));
  EXPECT_TRUE(IsDnsSubdomain("a.b-1.c"));
  EXPECT_FALSE(IsDnsSubdomain("a..b"));
  EXPECT_FALSE(IsDnsSubdomain("A"));
}

struct Spelling {
  const char* text;
  const char* usual;
};

TEST(IpTest, AddressesInTheirUsualSpelling) {
  // The spellings of RFC 5952, section 4.
  const Spelling cases[] = {
      {"10.0.0.1", "10.0.0.1"},
      {"010.1.2.3", "10.1.2.3"},
      {"2001:0db8::0001", "2001:db8::1"},
      {"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"2001:DB8::AAAA", "2001:db8::aaaa"},
      {"::", "::"},
      {"1::", "1::"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
  };
  for (const Spelling& each : cases) {
    const auto address = ParseIp(each.text);
    ASSERT_TRUE(address) << each.text;
    EXPECT_EQ(ToText(*address), each.usual);
  }
}

TEST(IpTest, WhatIsNoAddress) {
  for (const char* text : {"",
                           "10.0.0",
                           "10.0.0.256",
                           "10.0.0.1.2",
                           "10.0.0.",
                           ".0.0.1",
                           "1.2.3.4 ",
                           "+1.2.3.4",
                           "a",
                           ":::",
                           "1::2::3",
                           ":1",
                           "1:",
                           "12345::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "::g",
                           "1:2:3:4:5:6:7::8:9",
                           "1.2.3.4::",
                           "fe80::1%eth0",
                           "::1.2.3"}) {
    EXPECT_FALSE(ParseIp(text)) << text;
  }
}

TEST(IpTest, WhatIsToldOfAddresses) {
  EXPECT_TRUE(ParseIp("10.0.0.01")->padded);
  EXPECT_FALSE(ParseIp("10.0.0.0")->padded);
  EXPECT_FALSE(ParseIp("0001::1")->padded);
  EXPECT_TRUE(ParseIp("::ffff:1.2.3.4")->mapped());
  EXPECT_FALSE(ParseIp("::1.2.3.4")->mapped());
  EXPECT_FALSE(ParseIp("1.2.3.4")->mapped());
}

TEST(IpTest, Subnets) {
  for (const char* text : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
                           "::/129", "/8", "a/8", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(ParseSubnet(text)) << text;
  }
  const auto subnet = ParseSubnet("10.1.2.3/15");
  ASSERT_TRUE(subnet);
  EXPECT_EQ(ToText(subnet->Network()), "10.0.0.0");
  EXPECT_TRUE(ParseSubnet("10.0.0.0/08")->padded);
  EXPECT_TRUE(subnet->Contains(*ParseSubnet("10.1.255.0/24")));
  EXPECT_TRUE(subnet->Contains(*ParseSubnet("10.0.0.0/15")));
  EXPECT_FALSE(subnet->Contains(*ParseSubnet("10.0.0.0/14")));
  EXPECT_FALSE(subnet->Contains(*ParseSubnet("10.2.0.0/24")));
  EXPECT_FALSE(ParseSubnet("::/0")->Contains(*ParseSubnet("10.0.0.0/8")));
}

Value Selector(const std::string& yaml) { return ReadYaml(yaml, "test")->front().value; }

TEST(LabelSelectorTest, WhatMatchesNothing) {
  for (const char* text :
       {"{matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [c, d]}]}",
        "{matchLabels: {a: b}, matchExpressions: [{key: a, operator: NotIn, values: [b]}]}",
        "{matchLabels: {a: b}, matchExpressions: [{key: a, operator: DoesNotExist}]}",
        "{matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}",
        "{matchExpressions: [{key: a, operator: In, values: [b]}, {key: a, operator: In, values: "
        "[c]}]}"}) {
    EXPECT_NE(WhyNothingMatches(Selector(text)), "") << text;
  }
  for (const char* text :
       {"{}", "{matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b, c]}]}",
        "{matchLabels: {a: b}, matchExpressions: [{key: c, operator: DoesNotExist}]}",
        "{matchExpressions: [{key: a, operator: NotIn, values: [b]}, {key: a, operator: "
        "DoesNotExist}]}"}) {
    EXPECT_EQ(WhyNothingMatches(Selector(text)), "") << text;
  }
}

TEST(LabelSelectorTest, WhatMatchesEverything) {
  EXPECT_TRUE(MatchesEverything(Selector("{}")));
  EXPECT_TRUE(MatchesEverything(Selector("{matchLabels: {}, matchExpressions: []}")));
  EXPECT_FALSE(MatchesEverything(Selector("{matchLabels: {a: b}}")));
  EXPECT_FALSE(MatchesEverything(Value()));
}

}  // namespace
}  // namespace mesh::kubernetes
