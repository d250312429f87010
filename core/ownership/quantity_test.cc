#include "core/ownership/quantity.h"

#include <gmock/gmock.h>

#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

int Order(std::strong_ordering order) { return order < 0 ? -1 : static_cast<int>(order > 0); }

TEST(Amounts, CompareAsTheApiServerDoes) {
  std::size_t compared = 0, refused = 0;
  for (const Value& v : LoadVectors("amounts.json")) {
    const std::string a = v.Get("a").as_string();
    const std::string b = v.Get("b").as_string();
    const bool quantity = v.Get("type").as_string() == "quantity";
    const auto order = quantity ? QuantityCompare(a, b) : DurationCompare(a, b);
    const std::string what = v.Get("type").as_string() + " '" + a + "' and '" + b + "'";
    if (v.Get("order").is_null()) {
      EXPECT_FALSE(order) << what;
      ++refused;
    } else {
      ASSERT_TRUE(order) << what;
      EXPECT_EQ(Value(Order(*order)), v.Get("order")) << what;
      ++compared;
    }
  }
  EXPECT_GT(compared, 4000U);
  EXPECT_GT(refused, 400U);
}

TEST(Amounts, ExponentsCannotExhaustMemory) {
  EXPECT_EQ(*QuantityCompare("1e2147483647", "1e2147483646"), std::strong_ordering::greater);
  EXPECT_EQ(*QuantityCompare("1e-2147483648", "1n"), std::strong_ordering::equal);
  EXPECT_FALSE(QuantityCompare("1e99999999999", "1"));
}

TEST(Amounts, ErrorsNameTheText) {
  const auto quantity = QuantityCompare("1Gi", "lots");
  ASSERT_FALSE(quantity);
  EXPECT_THAT(quantity.error().front().detail,
              testing::StartsWith("\"lots\" is no Kubernetes quantity"));
  const auto duration = DurationCompare("5 minutes", "1s");
  ASSERT_FALSE(duration);
  EXPECT_THAT(duration.error().front().detail, testing::StartsWith("\"5 minutes\" is no duration"));
}

}  // namespace
}  // namespace mesh::ownership
