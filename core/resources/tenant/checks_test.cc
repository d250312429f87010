#include "core/resources/tenant/checks.h"

#include <gtest/gtest.h>

#include "core/resources/tenant/guard_rules.h"

namespace mesh {
namespace {

TEST(Cidr, KnowsWhatLiesInside) {
  EXPECT_TRUE(CidrContains("0.0.0.0/0", "169.254.169.254/32"));
  EXPECT_TRUE(CidrContains("169.254.0.0/16", "169.254.169.254/32"));
  EXPECT_FALSE(CidrContains("169.254.168.0/24", "169.254.169.254/32"));
  EXPECT_FALSE(CidrContains("169.254.169.254/32", "169.254.0.0/16"));
  EXPECT_TRUE(CidrContains("::/0", "fd00:ec2::254/128"));
  EXPECT_FALSE(CidrContains("::/0", "169.254.169.254/32"));
  EXPECT_FALSE(CidrContains("x", "169.254.169.254/32"));
}

TEST(Cidr, IsWrittenAsItsFirstAddress) {
  for (const char* fine : {"10.0.0.0/8", "0.0.0.0/0", "10.1.2.3/32", "fd00::/8", "::1/128"}) {
    EXPECT_EQ(WrongCidr(fine), std::nullopt) << fine;
  }
  for (const char* wrong : {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                            "10.0.0.1/8", "10.0.0/8", "fd00::/129", "fd00::1/8", "all"}) {
    EXPECT_NE(WrongCidr(wrong), std::nullopt) << wrong;
  }
}

TEST(Quantity, FollowsKubernetes) {
  for (const char* fine : {"0", "4", "500m", "0.5", ".5", "8Gi", "1e3", "2E", "12e-1", "100k"}) {
    EXPECT_EQ(WrongQuantity(fine), std::nullopt) << fine;
  }
  for (const char* wrong : {"", "many", "1 Gi", "1gb", "-1", "1e", ".", "1.2.3", "Gi"}) {
    EXPECT_NE(WrongQuantity(wrong), std::nullopt) << wrong;
  }
}

TEST(Interval, IsReadInMilliseconds) {
  EXPECT_EQ(IntervalMs("500ms"), 500);
  EXPECT_EQ(IntervalMs("2s"), 2000);
  EXPECT_EQ(IntervalMs("3m"), 180000);
  for (const char* wrong : {"", "s", "1", "1h", "-1s", "1.5s", "99999999999s", "1441m"}) {
    EXPECT_EQ(IntervalMs(wrong), 0) << wrong;
  }
}

TEST(Hostname, IsFullAndLowerCase) {
  for (const char* fine : {"a.example.com", "*.example.com", "x-1.io"}) {
    EXPECT_EQ(WrongHostname(fine), std::nullopt) << fine;
  }
  for (const char* wrong : {"", "*", "example", "*.com", "A.example.com", "a.*.com", "a..com",
                            "a.example.com.", "https://a.example.com"}) {
    EXPECT_NE(WrongHostname(wrong), std::nullopt) << wrong;
  }
}

TEST(CelList, SurvivesQuotesAndBackslashes) {
  const StringList strings = {"a", "it's", "back\\slash", "", "x]y", "['q']"};
  EXPECT_EQ(ParseCelList(CelList(strings)), strings);
  EXPECT_EQ(CelList({}), "[]");
  EXPECT_TRUE(ParseCelList("[]").empty());
}

}  // namespace
}  // namespace mesh
