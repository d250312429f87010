#include "core/formats/json_split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/formats/json.h"

namespace mesh {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Cut(std::string_view text) {
  std::vector<std::string> out;
  for (const JsonPiece& piece : SplitJson(text)) {
    out.push_back(std::to_string(piece.line) + ": " + std::string(piece.own()));
  }
  return out;
}

TEST(JsonSplit, DocumentsOneAfterTheOther) {
  EXPECT_THAT(Cut("{\"a\": 1}\n{\"b\": [\"}\\\"{\"]}\n\n {} "),
              ElementsAre("1: {\"a\": 1}", "2: {\"b\": [\"}\\\"{\"]}", "4: {}"));
  EXPECT_THAT(Cut("\xEF\xBB\xBF{}{}"), ElementsAre("1: {}", "1: {}"));
}

TEST(JsonSplit, ItemsOfAList) {
  EXPECT_THAT(Cut("{\"apiVersion\": \"v1\", \"items\": [\n{\"a\": [1]},\n  {\"b\": 2} ],\n"
                  "\"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"\"}}"),
              ElementsAre("2: {\"a\": [1]}", "3: {\"b\": 2}"));
}

TEST(JsonSplit, AnythingElseIsOnePiece) {
  for (const char* text :
       {"", "[{}, {}]", "{\"kind\": \"List\", \"items\": []}",
        "{\"kind\": \"Thing\", \"items\": [{}, {}]}", "{\"kind\": \"List\", \"items\": [{}, 1]}",
        "{\"kind\": \"List\", \"items\": [{}, ]}", "{\"kind\": \"List\", \"items\": [{}, {}]",
        "{\"kind\": \"List\", \"items\": [{}], ",
        "{\"kind\": \"List\", \"items\": [{}], \"items\": [{}]}",
        "{\"items\": [{}], \"kind\": ", "{} x", "{\"a\": \"", "{\"a\": {\"b\": }", "1 2"}) {
    EXPECT_THAT(Cut(text), ElementsAre("1: " + std::string(text))) << text;
  }
}

TEST(JsonSplit, PiecesAreReadAsTheWholeIs) {
  const std::string text = "{\"a\": \"x\"}\n{\"b\": 1, \"b\": 2}\n  {\"c\": tru}\n{\"d\": null}\n";
  std::vector<SourceDocument> pieces;
  for (const JsonPiece& piece : SplitJson(text)) {
    for (SourceDocument& one : ReadJsonPiece(piece)) pieces.push_back(std::move(one));
  }
  const std::vector<SourceDocument> whole = ReadJsonDocuments(text);
  ASSERT_EQ(pieces.size(), whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(pieces[i].value, whole[i].value) << i;
    EXPECT_EQ(pieces[i].line, whole[i].line) << i;
    ASSERT_EQ(pieces[i].mistakes.size(), whole[i].mistakes.size()) << i;
    for (std::size_t j = 0; j < whole[i].mistakes.size(); ++j) {
      EXPECT_EQ(pieces[i].mistakes[j].line, whole[i].mistakes[j].line);
      EXPECT_EQ(pieces[i].mistakes[j].column, whole[i].mistakes[j].column);
      EXPECT_EQ(pieces[i].mistakes[j].what, whole[i].mistakes[j].what);
    }
  }
}

}  // namespace
}  // namespace mesh
