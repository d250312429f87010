#include "core/formats/json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/formats/testing/yaml_samples.h"

namespace mesh {
namespace {

using testing::ElementsAre;
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
  EXPECT_EQ(
      JsonComplaint("{\"a\": 1,\n  \"a\": 2}"),
      "Invalid JSON in a.json a.json:2:3: the key \"a\" appears twice, first in line 1; one of "
      "the two would be lost.");
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

TEST(Json, ANumberBeyondWhatCanBeHeldIsAnErrorThatSaysSo) {
  EXPECT_EQ(JsonComplaint("{\"a\":\n1e1000000000}"), "none");
  EXPECT_THAT(JsonComplaint("{\"a\":\n1e1000000001}"),
              HasSubstr("a.json:2:1: the number is too large or too small to be held"));
  EXPECT_THAT(JsonComplaint("{\"a\":\n01e1000000001}"), HasSubstr("a.json:2:1: this is no number"));
}

TEST(Json, DepthIsBounded) {
  EXPECT_EQ(JsonComplaint(std::string(900, '[') + std::string(900, ']')), "none");
  EXPECT_THAT(JsonComplaint(std::string(2'000'000, '[')), HasSubstr("deep"));
}

std::vector<std::string> Documents(std::string_view text) {
  std::vector<std::string> out;
  for (const SourceDocument& document : ReadJsonDocuments(text)) {
    std::string told = std::to_string(document.line) + " " + WriteJson(document.value);
    for (const Mistake& mistake : document.mistakes) {
      told += " " + std::to_string(mistake.line) + ":" + std::to_string(mistake.column);
    }
    out.push_back(told);
  }
  return out;
}

TEST(JsonDocuments, StandOneAfterTheOther) {
  EXPECT_THAT(Documents(""), ElementsAre());
  EXPECT_THAT(Documents(" \n[1]\n"), ElementsAre("2 [1]"));
  EXPECT_THAT(Documents("{\"a\":1}\n{\"a\":2}\r\n\n{\n\"a\":3\n}{\"a\":4}"),
              ElementsAre("1 {\"a\":1}", "2 {\"a\":2}", "4 {\"a\":3}", "6 {\"a\":4}"));
  EXPECT_THAT(Documents("\xef\xbb\xbf{}"), ElementsAre("1 {}"));
}

TEST(JsonDocuments, OneBadDocumentDoesNotLoseTheOthers) {
  EXPECT_THAT(Documents("{\"a\":1}\n{\"a\":\n{\"a\":3}\n"),
              ElementsAre("1 {\"a\":1}", "2 null 4:1"));
  EXPECT_THAT(
      Documents("{\"a\":1\n{\"a\":2}\n{\"a\n{\"a\":4}\n{'a'}\n{}"),
      ElementsAre("1 null 2:1", "2 {\"a\":2}", "3 null 3:4", "4 {\"a\":4}", "5 null 5:2", "6 {}"));
  EXPECT_THAT(Documents("{\n  \"a\": x,\n  \"b\": {\n  }\n}\n{\n}\n"),
              ElementsAre("1 null 2:8", "6 {}"));
  EXPECT_THAT(Documents("[\n{},\n{]\n{}\n]\n"), ElementsAre("1 null 3:2"));
}

TEST(JsonDocuments, DuplicateKeysAreToldWithBothLinesAndTheirNode) {
  const auto documents =
      ReadJsonDocuments("{}\n{\"items\":[{},\n{\"a\":1,\n\"a\":2}],\n\"b\":1, \"b\":2}\n{}");
  ASSERT_EQ(documents.size(), 3U);
  const SourceDocument& bad = documents[1];
  ASSERT_EQ(bad.mistakes.size(), 2U);
  EXPECT_EQ(bad.mistakes[0].path.ToString(), "items[1].a");
  EXPECT_EQ(bad.mistakes[0].line, 4);
  EXPECT_EQ(bad.mistakes[0].column, 1);
  EXPECT_THAT(bad.mistakes[0].what, HasSubstr("first in line 3"));
  EXPECT_EQ(bad.mistakes[1].path.ToString(), "b");
  EXPECT_EQ(WriteJson(bad.value), "{\"b\":1,\"items\":[{},{\"a\":1}]}");
  EXPECT_TRUE(documents[2].mistakes.empty());
}

TEST(JsonDocuments, TextIsUtf8) {
  const auto documents = ReadJsonDocuments("{\"a\":\"\xc3\xa9\"}\n{\"a\":\"\xff\"}\n{\"\xc3\":1}");
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_TRUE(documents[0].mistakes.empty());
  for (const std::size_t bad : {1U, 2U}) {
    ASSERT_EQ(documents[bad].mistakes.size(), 1U);
    EXPECT_THAT(documents[bad].mistakes[0].what, HasSubstr("UTF-8"));
  }
}

TEST(JsonDocuments, LinesAreKnownForEachNode) {
  const auto documents = ReadJsonDocuments(
      "{}\n{\n \"spec\": {\n  \"a/b\":\n   1, \"l\": [\n   1,\n   {\"x\": {\n}}]}}\n",
      {.lines = true});
  ASSERT_EQ(documents.size(), 2U);
  const SourceMap& lines = documents[1].lines;
  EXPECT_EQ(lines.LineAt({}), 2);
  EXPECT_EQ(lines.LineAt(Path("spec").Key("a/b")), 4);
  EXPECT_EQ(lines.LineAt(Path("spec").Attribute("l")), 5);
  EXPECT_EQ(lines.LineAt(Path("spec").Attribute("l").Index(0)), 6);
  EXPECT_EQ(lines.LineAt(Path("spec").Attribute("l").Index(1).Attribute("x")), 7);
  EXPECT_EQ(lines.LineAt(Path("spec").Attribute("no")), 3);
  EXPECT_TRUE(ReadJsonDocuments("{}")[0].lines.empty());
}

TEST(JsonDocuments, OneLongLineIsReadAsFastAsMany) {
  // A reader that looks for the line's end at each node takes minutes for this.
  std::string text = "[";
  for (int i = 0; i < 300'000; ++i) text += "{\"a\":1},";
  text += "1]";
  const auto documents = ReadJsonDocuments(text, {.lines = true});
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].lines.LineAt(Path().Index(299'999).Attribute("a")), 1);
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
