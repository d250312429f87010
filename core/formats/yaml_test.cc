#include "core/formats/yaml.h"

#include <gtest/gtest.h>

#include <random>

#include "core/formats/json.h"

namespace mesh {
namespace {

/// The JSON of the only document.
std::string Json(std::string_view yaml) {
  const auto documents = ReadYaml(yaml, "test.yaml");
  EXPECT_TRUE(documents) << yaml << ": " << (documents ? "" : documents.error().front().detail);
  if (!documents || documents->size() != 1) return "not one document";
  return WriteJson(documents->front().value);
}

std::string Mistake(std::string_view yaml) {
  const auto documents = ReadYaml(yaml, "test.yaml");
  EXPECT_FALSE(documents) << yaml;
  return documents ? "" : documents.error().front().detail;
}

TEST(ReadYaml, ScalarsMeanWhatKubectlTakesThemFor) {
  EXPECT_EQ(Json("[yes, No, on, off, y, n, true, True]"),
            "[true,false,true,false,true,false,true,true]");
  EXPECT_EQ(Json("[~, null, '', \"null\", 'yes']"), R"([null,null,"","null","yes"])");
  EXPECT_EQ(Json("[0644, 0x1F, 0b101, 1_000, +5, -3]"), "[420,31,5,1000,5,-3]");
  EXPECT_EQ(Json("[1.50, .5, 1., 1e3, '1']"), R"([1.50,0.5,1.0,1e3,"1"])");
  EXPECT_EQ(Json("[1.2.3, 08:30x, 10.0.0.1, v1, 100m, 5s]"),
            R"(["1.2.3","08:30x","10.0.0.1","v1","100m","5s"])");
  EXPECT_EQ(Json("{5432: a, true: b, 0x10: c}"), R"({"16":"c","5432":"a","true":"b"})");
}

TEST(ReadYaml, AnchorsMergeKeysAndTags) {
  EXPECT_EQ(Json("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x"),
            R"({"a":{"p":1,"q":2},"b":{"p":1,"q":3},"c":{"p":1,"q":2}})");
  EXPECT_EQ(Json("a: !!str 5"), R"({"a":"5"})");
  EXPECT_EQ(Json("a: !!int '5'"), R"({"a":5})");
}

TEST(ReadYaml, StreamsLeaveEmptyDocumentsOutAndKnowTheirLines) {
  const auto documents = ReadYaml("---\na: 1\n---\n---\n# only words\n---\nb: 2\n", "test");
  ASSERT_TRUE(documents);
  ASSERT_EQ(documents->size(), 2u);
  EXPECT_EQ((*documents)[0].line, 2);
  EXPECT_EQ((*documents)[1].line, 7);
}

TEST(ReadYaml, CommentsAreSeenWhereverTheyStand) {
  const auto commented = [](std::string_view yaml) {
    return ReadYaml(yaml, "test")->front().has_comments;
  };
  EXPECT_TRUE(commented("# head\na: 1\n"));
  EXPECT_TRUE(commented("a: 1 # tail\n"));
  EXPECT_TRUE(commented("a: 1\n# end\n"));
  EXPECT_TRUE(commented("a: | # on a block\n  text\n"));
  EXPECT_TRUE(commented("\xC3\xA9: 1 # after other letters\n"));
  EXPECT_FALSE(commented("a: 'not # one'\nb: x#y\nc: |\n  # text\n"));
}

TEST(ReadYaml, MistakesNameFileLineAndFix) {
  EXPECT_EQ(Mistake("a: 1\nb: 2\na: 3\n"),
            "test.yaml:3: the key \"a\" appears twice in one map; one of the two would be lost. "
            "Remove or rename one.");
  EXPECT_NE(Mistake("a:\n  b: 1\n c: 2\n").find("test.yaml:3"), std::string::npos);
  EXPECT_NE(Mistake("a: .inf").find("quote it"), std::string::npos);
  EXPECT_NE(Mistake("? [a]\n: 1").find("a key must be"), std::string::npos);
  EXPECT_NE(Mistake("a: *none").find("test.yaml:1"), std::string::npos);
  EXPECT_NE(Mistake("a: !secret x").find("!secret"), std::string::npos);
  EXPECT_NE(Mistake("a: \xFF").find("test.yaml"), std::string::npos);
}

TEST(ReadYaml, ExpandingAliasesAndDepthAreBounded) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string(i ? "," : "") + "*" + char(c - 1);
    bomb += "]\n";
  }
  EXPECT_NE(Mistake(bomb).find("million"), std::string::npos);
  EXPECT_NE(Mistake(std::string(5000, '[')), "");
}

TEST(WriteYaml, LooksAsAPersonWouldWriteIt) {
  const Value object = *ReadJson(
      R"({"kind":"X","spec":{"on":"yes","ports":[{"port":80,"name":"web"},{"port":"8080"}],)"
      R"("empty":{},"none":[],"text":"one\ntwo\n","args":[["a"],"-v"],"version":"1.31"}})",
      "test");
  EXPECT_EQ(WriteYaml(object),
            "kind: X\n"
            "spec:\n"
            "  args:\n"
            "  - - a\n"
            "  - \"-v\"\n"
            "  empty: {}\n"
            "  none: []\n"
            "  \"on\": \"yes\"\n"
            "  ports:\n"
            "  - name: web\n"
            "    port: 80\n"
            "  - port: \"8080\"\n"
            "  text: |\n"
            "    one\n"
            "    two\n"
            "  version: \"1.31\"\n");
}

/// Values that bite: every kind of scalar, words with a meaning, odd white space, all code planes.
Value RandomValue(std::mt19937& random, int depth) {
  static const std::vector<std::string> words = {"",
                                                 " ",
                                                 "yes",
                                                 "null",
                                                 "~",
                                                 "0644",
                                                 "1e3",
                                                 "1_000",
                                                 "-",
                                                 "- a",
                                                 "a: b",
                                                 "a #b",
                                                 "#",
                                                 "a:",
                                                 "key",
                                                 "x\ny",
                                                 "x\n",
                                                 "\n",
                                                 "\n\nx",
                                                 "x\n\n",
                                                 " x\n",
                                                 "\tx",
                                                 "x\t\n",
                                                 "'",
                                                 "\"",
                                                 "\\",
                                                 "%a",
                                                 "@a",
                                                 "`a",
                                                 "&a",
                                                 "*a",
                                                 "!a",
                                                 "|",
                                                 ">",
                                                 "{",
                                                 "[",
                                                 "?",
                                                 "=",
                                                 "<<",
                                                 "...",
                                                 "---",
                                                 "\x7f",
                                                 "\x01",
                                                 "é",
                                                 "\xC2\x85",
                                                 "\xE2\x80\xA8",
                                                 "\xEF\xBB\xBF",
                                                 "😀",
                                                 "2026-11-21",
                                                 "1:30",
                                                 ".inf",
                                                 ".nan",
                                                 "0x1F",
                                                 "a\rb",
                                                 "x \ny",
                                                 "\n x",
                                                 "  y\nz",
                                                 "+1",
                                                 "."};
  switch (random() % (depth > 3 ? 4 : 6)) {
    case 0:
      return random() % 2 == 0;
    case 1:
      return *Number::Parse(
          std::vector{"0", "-1", "10.0", "1e3", "9007199254740993"}[random() % 5]);
    case 2:
      return random() % 4 == 0 ? Value() : Value(words[random() % words.size()]);
    case 3:
      return words[random() % words.size()] + words[random() % words.size()];
    case 4: {
      Value::List list;
      for (auto n = random() % 4; n > 0; --n) list.push_back(RandomValue(random, depth + 1));
      return list;
    }
    default: {
      Value::Map map;
      for (auto n = random() % 4; n > 0; --n) {
        map[words[random() % words.size()]] = RandomValue(random, depth + 1);
      }
      return map;
    }
  }
}

TEST(Yaml, WhatIsWrittenReadsBackTheSame) {
  std::mt19937 random(20261121);
  for (int i = 0; i < 20000; ++i) {
    const Value value(Value::Map{{"v", RandomValue(random, 0)}});
    const std::string yaml = WriteYaml(value);
    const auto back = ReadYaml(yaml, "test");
    ASSERT_TRUE(back) << yaml << back.error().front().detail;
    ASSERT_EQ(back->size(), 1u) << yaml;
    ASSERT_EQ(WriteJson(back->front().value), WriteJson(value)) << yaml;
    ASSERT_FALSE(back->front().has_comments) << yaml;
  }
}

}  // namespace
}  // namespace mesh
