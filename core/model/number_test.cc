#include "core/model/number.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

Number N(const char* text) { return Number::Parse(text).value(); }

TEST(Number, KeepsTheSpellingAndComparesByMeaning) {
  EXPECT_EQ(N("10.0").text(), "10.0");
  EXPECT_EQ(N("10.0"), N("10"));
  EXPECT_EQ(N("1e1"), N("10"));
  EXPECT_EQ(N("-0"), N("0"));
  EXPECT_FALSE(N("0.1") == N("0.10000000000000001"));
  EXPECT_FALSE(N("9007199254740993") == N("9007199254740992"));
}

TEST(Number, CanonicalTextsArePlainDecimals) {
  EXPECT_EQ(N("1.50e2").Canonical(), "150");
  EXPECT_EQ(N("-0.0500").Canonical(), "-0.05");
  EXPECT_EQ(N("123.456").Canonical(), "123.456");
  EXPECT_EQ(N("18446744073709551616").Canonical(), "18446744073709551616");
  EXPECT_EQ(N("1e-3").Canonical(), "0.001");
  EXPECT_EQ(N("0000").Canonical(), "0");
}

TEST(Number, AHugeExponentDoesNotExhaustMemory) {
  EXPECT_EQ(N("1e999999999").Canonical(), "1e999999999");
  EXPECT_FALSE(N("1e999999999").AsInt64());
}

TEST(Number, HasALimitThatDoesNotDependOnTheSpelling) {
  for (const char* largest : {"1e1000000000", "10e999999999", "-0.25E+1000000001", "9e-1000000000",
                              "0.09e-999999998", "0e99999999999999999999"}) {
    const auto number = Number::Parse(largest);
    ASSERT_TRUE(number) << largest;
    EXPECT_EQ(*number, N(number->Canonical().c_str())) << largest;
  }
  for (const char* beyond :
       {"1e1000000001", "10e1000000000", "0.09e-999999999", "1e9223372036854775807",
        "0.1e-9223372036854775808", "0.25e-09777777777777777777777777777777777777"}) {
    EXPECT_FALSE(Number::Parse(beyond)) << beyond;
    EXPECT_TRUE(Number::IsSpelling(beyond)) << beyond;
  }
  EXPECT_FALSE(N("1e1000000000") == N("1e999999999"));
}

TEST(Number, IntegersAreExact) {
  EXPECT_EQ(N("9223372036854775807").AsInt64(), INT64_MAX);
  EXPECT_EQ(N("31536000000").AsInt64(), 31536000000);
  EXPECT_EQ(N("1e3").AsInt64(), 1000);
  EXPECT_FALSE(N("9223372036854775808").AsInt64());
  EXPECT_FALSE(N("0.5").AsInt64());
}

TEST(Number, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".5", "1.", "1e", "0x10", "1 ", "nan", "inf", "1_000"}) {
    EXPECT_FALSE(Number::Parse(text)) << text;
    EXPECT_FALSE(Number::IsSpelling(text)) << text;
  }
}

}  // namespace
}  // namespace mesh
