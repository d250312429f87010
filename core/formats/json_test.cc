#include "core/formats/json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/formats/testing/yaml_samples.h"

namespace mesh {
namespace {

using testing::HasSubstr;

std::string JsonComplaint(std::string_view text) {
  const auto value = ReadJson(text, "a.json");
  return value ? "none" : value.error().front().summary + " " + value.error().front().detail;
}

TEST(Json, IsWrittenCompactWithSortedKeysAndNumbersAsSpelled) {
  Value value;
  value.Set("b",
            Value(Value::List{1, *Number::Parse("10.0"), *Number::Parse("1e3"), Value(), true}));
  value.Set("a", "<&>\u00e9\u2028\"\\\n\t\x01");
  value.Set("c", Value(Value::Map{}));
  value.Set("d", Value(Value::List{}));
  EXPECT_EQ(WriteJson(value),
            "{\"a\":\"<&>\u00e9\u2028\\\"\\\\\\n\\t\\u0001\",\"b\":[1,10.0,1e3,null,true],\"c\":{},"
            "\"d\":[]}");
}

TEST(Json, KeepsEveryDistinction) {
  for (const char* text :
       {"null", "{}", "[]", "0", "false", "\"\"", "{\"a\":null}", "10.0", "-0", "1E+2",
        "9223372036854775808", "0.1000", "123456789012345678901234567890.5"}) {
    const auto value = ReadJson(text, "t");
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(WriteJson(*value), text);
  }
}

TEST(Json, ReadsEscapesAndSpace) {
  const auto value = ReadJson(" { \"a\\u00e9\\ud83d\\ude00\\/\" :\r\n\t[ 1 , 2 ] } ", "t");
  ASSERT_TRUE(value);
  EXPECT_EQ(WriteJson(*value), "{\"a\u00e9\U0001f600/\":[1,2]}");
}

TEST(Json, ADuplicateKeyIsAnErrorWithItsPlace) {
  EXPECT_EQ(JsonComplaint("{\"a\": 1,\n  \"a\": 2}"),
            "Invalid JSON in a.json a.json:2:3: the key \"a\" appears twice; one of the two would "
            "be lost.");
}

TEST(Json, MalformedTextIsAnErrorWithItsPlace) {
  for (const char* text : {"",
                           "{",
                           "[",
                           "[1,",
                           "[1,]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{\"a\":1,}",
                           "01",
                           "1.",
                           ".5",
                           "+1",
                           "1e",
                           "nul",
                           "tru",
                           "\"a",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "\"\n\"",
                           "1 2",
                           "[1 2]",
                           "{\"a\" 1}",
                           "'a'",
                           "NaN",
                           "Infinity",
                           "-"}) {
    EXPECT_THAT(JsonComplaint(text), HasSubstr("a.json:")) << text;
  }
}

TEST(Json, DepthIsBounded) {
  EXPECT_EQ(JsonComplaint(std::string(900, '[') + std::string(900, ']')), "none");
  EXPECT_THAT(JsonComplaint(std::string(2'000'000, '[')), HasSubstr("deep"));
}

TEST(Json, AnotherReaderAgrees) {
  ValueMaker maker(7);
  for (int i = 0; i < 3000; ++i) {
    const Value value = maker.Make(4);
    const std::string text = WriteJson(value);
    const auto theirs = nlohmann::json::parse(text, nullptr, false);
    ASSERT_FALSE(theirs.is_discarded()) << text;
    const auto again = ReadJson(theirs.dump(), "t");
    ASSERT_TRUE(again) << text;
    const auto ours = ReadJson(text, "t");
    ASSERT_TRUE(ours) << text;
    EXPECT_EQ(*ours, value);
    EXPECT_EQ(WriteJson(*ours), text);
  }
}

}  // namespace
}  // namespace mesh
