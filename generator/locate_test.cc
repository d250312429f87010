#include "generator/locate.h"

#include <gtest/gtest.h>

namespace mesh::generator {
namespace {

constexpr char kText[] =
    "owner: x\n"
    "# a comment\n"
    "resources:\n"
    "  tenant:\n"
    "    mtn:\n"
    "      hosts:\n"
    "      - a\n"
    "      - b\n";

TEST(Locator, FindsKeysAndElements) {
  Locator locator(kText);
  EXPECT_EQ(locator.LineOf(Path("owner")), 1);
  EXPECT_EQ(locator.LineOf(Path("resources").Attribute("tenant").Key("mtn")), 5);
  EXPECT_EQ(
      locator.LineOf(Path("resources").Attribute("tenant").Key("mtn").Attribute("hosts").Index(1)),
      8);
}

TEST(Locator, WhatIsMissingIsLookedForInItsInnermostPart) {
  Locator locator(kText);
  EXPECT_EQ(locator.LineOf(Path("resources").Attribute("tenant").Key("mtn").Attribute("name")), 5);
  EXPECT_EQ(locator.LineOf(Path("nothing")), 1);
}

TEST(Locator, UnreadableTextHasNoLines) {
  EXPECT_EQ(Locator("a: [").LineOf(Path("a")), 0);
  EXPECT_EQ(Locator("").LineOf(Path("a")), 0);
}

}  // namespace
}  // namespace mesh::generator
