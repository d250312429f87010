#include "core/render/claims.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

using enum Claim::Match;

Claim Host(std::string key) { return {"hostname pattern", std::move(key), {}, kDnsWildcard}; }
Claim Prefix(std::string key) { return {"topic prefix", std::move(key), {}, kPrefix}; }

TEST(Meet, WildcardsCoverEverythingBelowThem) {
  EXPECT_TRUE(Meet(Host("c/*.a.com"), Host("c/x.a.com")));
  EXPECT_TRUE(Meet(Host("c/y.x.a.com"), Host("c/*.a.com")));
  EXPECT_TRUE(Meet(Host("c/*.x.a.com"), Host("c/*.a.com")));
  EXPECT_TRUE(Meet(Host("c/a.com"), Host("c/a.com")));
  EXPECT_FALSE(Meet(Host("c/*.a.com"), Host("c/a.com")));
  EXPECT_FALSE(Meet(Host("c/*.a.com"), Host("c/x.ba.com")));
  EXPECT_FALSE(Meet(Host("c/*.a.com"), Host("d/x.a.com"))) << "another cluster";
}

TEST(Meet, PrefixesCoverWhatStartsWithThem) {
  EXPECT_TRUE(Meet(Prefix("c/acme."), Prefix("c/acme.orders.")));
  EXPECT_FALSE(Meet(Prefix("c/acme."), Prefix("c/acmeshop.")));
}

TEST(Meet, SharedClaimsMeetOnlyOthers) {
  Claim shared{"gateways of namespace", "c/a"};
  const Claim whole = shared;
  shared.shared = true;
  EXPECT_FALSE(Meet(shared, shared));
  EXPECT_TRUE(Meet(shared, whole));
}

TEST(ClaimTable, NamesTheHolderAndForgetsWhatIsReleased) {
  ClaimTable table;
  const ClaimHolder a{"mesh_tenant", "c", "one"}, b{"mesh_tenant", "c", "two"};
  EXPECT_FALSE(table.Take("1", a, Host("c/*.a.com")));
  EXPECT_FALSE(table.Take("1", a, Host("c/x.a.com"))) << "one's own";
  const auto other = table.Take("2", b, Host("c/z.a.com"));
  ASSERT_TRUE(other);
  EXPECT_EQ(other->owner, "1");
  EXPECT_EQ(other->holder, a);
  table.Release("1");
  EXPECT_FALSE(table.Take("3", a, Host("c/q.a.com")));
}

}  // namespace
}  // namespace mesh
