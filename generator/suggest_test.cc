#include "generator/suggest.h"

#include <gtest/gtest.h>

namespace mesh::generator {
namespace {

TEST(Suggestion, NamesTheNearest) {
  EXPECT_EQ(Suggestion("isolaton", {"name", "isolation"}), " Did you mean \"isolation\"?");
  EXPECT_EQ(Suggestion("nmae", {"name", "isolation"}), " Did you mean \"name\"?");
}

TEST(Suggestion, ListsAllWhenNothingIsNear) {
  EXPECT_EQ(Suggestion("zzzzzz", {"name", "isolation"}), " Known here: name, isolation.");
  EXPECT_EQ(Suggestion("x", {}), "");
}

}  // namespace
}  // namespace mesh::generator
