#include "core/checks/duration.h"

#include <gtest/gtest.h>

#include <limits>

namespace mesh {
namespace {

TEST(DurationTest, ReadsWhatGoReads) {
  EXPECT_EQ(Nanoseconds("0"), 0);
  EXPECT_EQ(Nanoseconds("0s"), 0);
  EXPECT_EQ(Nanoseconds("1ns"), 1);
  EXPECT_EQ(Nanoseconds("1us"), 1'000);
  EXPECT_EQ(Nanoseconds("1\u00b5s"), 1'000);
  EXPECT_EQ(Nanoseconds("1\u03bcs"), 1'000);
  EXPECT_EQ(Nanoseconds("1ms"), 1'000'000);
  EXPECT_EQ(Nanoseconds("1h2m3s"), 3'723'000'000'000);
  EXPECT_EQ(Nanoseconds("1.5s"), 1'500'000'000);
  EXPECT_EQ(Nanoseconds(".5s"), 500'000'000);
  EXPECT_EQ(Nanoseconds("5.s"), 5'000'000'000);
  EXPECT_EQ(Nanoseconds("-3ms"), -3'000'000);
  EXPECT_EQ(Nanoseconds("+3ms"), 3'000'000);
  EXPECT_EQ(Nanoseconds("1s1s"), 2'000'000'000);
  EXPECT_EQ(Nanoseconds("1.9999999999s"), 1'999'999'999);
}

TEST(DurationTest, EndsWhereInt64Ends) {
  EXPECT_EQ(Nanoseconds("9223372036854775807ns"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(Nanoseconds("9223372036854775808ns"), std::nullopt);
  EXPECT_EQ(Nanoseconds("-9223372036854775808ns"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(Nanoseconds("2562048h"), std::nullopt);
  EXPECT_EQ(Nanoseconds("99999999999999999999s"), std::nullopt);
}

TEST(DurationTest, OtherTextIsNone) {
  for (const char* text :
       {"", "-", "1", "s", ".s", "1 s", "1s ", "1d", "1S", "5 seconds", "1m-2s"}) {
    EXPECT_EQ(Nanoseconds(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mesh
