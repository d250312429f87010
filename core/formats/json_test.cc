#include "core/formats/json.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

Value Read(std::string_view text) {
  auto value = ReadJson(text, "test");
  EXPECT_TRUE(value) << text << ": " << (value ? "" : value.error().front().detail);
  return value ? *value : Value();
}

std::string Mistake(std::string_view text) {
  const auto value = ReadJson(text, "file.json");
  EXPECT_FALSE(value) << text;
  return value ? "" : value.error().front().detail;
}

TEST(Json, CanonicalTextHasSortedKeysAndTheUsersNumbers) {
  EXPECT_EQ(WriteJson(Read(R"( { "b" : [ 1 , 10.0, 1e3 ], "a" : {"z":null,"y":true} } )")),
            R"({"a":{"y":true,"z":null},"b":[1,10.0,1e3]})");
  EXPECT_EQ(WriteJson(Read(R"({"a":{},"b":[],"c":"","d":0,"e":false})")),
            R"({"a":{},"b":[],"c":"","d":0,"e":false})");
}

TEST(Json, NumbersAreExact) {
  for (const char* number : {"9007199254740993", "31536000000", "-0.1", "1E+400",
                             "0.1000000000000000055511151231257827"}) {
    EXPECT_EQ(WriteJson(Read(number)), number);
  }
}

TEST(Json, StringsKeepEveryByte) {
  const std::string text = "quote\" back\\ tab\t nl\n bell\x07 \xC3\xA9 \xF0\x9F\x98\x80 </script>";
  EXPECT_EQ(Read(WriteJson(Value(text))).as_string(), text);
  EXPECT_EQ(Read(R"("\u00e9\ud83d\ude00\/")").as_string(), "\xC3\xA9\xF0\x9F\x98\x80/");
}

TEST(Json, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(Mistake("{\"a\":1,\n \"a\":2}"),
            "file.json:2:2: the key \"a\" appears twice; one of the two would be lost.");
  EXPECT_EQ(Mistake("[1,\n2"), "file.json:2:2: a comma or the end of the collection is expected.");
  for (const char* text : {"", "nul", "{", "[1,]", "{\"a\" 1}", "01", "+1", "1.", "\"a", "\"\x01\"",
                           "\"\\x\"", "\"\\ud800\"", "{} {}", "{a:1}", "'a'", "NaN"}) {
    Mistake(text);
  }
}

TEST(Json, DepthIsBounded) {
  EXPECT_NE(Mistake(std::string(100000, '[')).find("nested deeper"), std::string::npos);
}

}  // namespace
}  // namespace mesh
