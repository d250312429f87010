#include <gtest/gtest.h>

#include "core/model/data_source.h"

namespace mesh {

FunctionDefinition QuantityCompareFunction();
FunctionDefinition DurationCompareFunction();

namespace {

/// The number a function returns, or the words of its error with the argument at fault.
std::string Compared(const FunctionDefinition& function, const char* a, const char* b) {
  const auto result = function.call({Value(a), Value(b)});
  if (result) return result->as_number().text();
  return result.error().front().path.ToString() + " " + result.error().front().detail;
}

TEST(AmountFunctions, QuantitiesCompareByWhatTheyMean) {
  const FunctionDefinition compare = QuantityCompareFunction();
  EXPECT_EQ(Compared(compare, "1Gi", "1024Mi"), "0");
  EXPECT_EQ(Compared(compare, "500m", "1"), "-1");
  EXPECT_EQ(Compared(compare, "1G", "1Gi"), "-1");
  EXPECT_EQ(Compared(compare, "1e3", "999"), "1");
}

TEST(AmountFunctions, DurationsCompareByWhatTheyMean) {
  const FunctionDefinition compare = DurationCompareFunction();
  EXPECT_EQ(Compared(compare, "60s", "1m0s"), "0");
  EXPECT_EQ(Compared(compare, "300ms", "1.5s"), "-1");
  EXPECT_EQ(Compared(compare, "1h", "59m"), "1");
  EXPECT_EQ(Compared(compare, "0", "0s"), "0");
}

TEST(AmountFunctions, ErrorsNameTheArgumentAndTheFix) {
  EXPECT_EQ(Compared(QuantityCompareFunction(), "1 GB", "1")
                .find("[0] a: \"1 GB\" is no Kubernetes quantity: write a number"),
            0U);
  EXPECT_EQ(Compared(QuantityCompareFunction(), "1", "").find("[1] b: \"\" is no"), 0U);
  EXPECT_EQ(Compared(DurationCompareFunction(), "1s", "5")
                .find("[1] b: \"5\" is no duration: write numbers with their units"),
            0U);
}

}  // namespace
}  // namespace mesh
