#include "core/formats/yaml.h"

#include <gmock/gmock.h>

#include "core/formats/json.h"
#include "core/formats/testing/yaml_samples.h"

namespace mesh {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string YamlComplaint(std::string_view text) {
  const auto documents = ReadYaml(text, "a.yaml");
  return documents ? "none" : documents.error().front().detail;
}

/// The first document as JSON.
std::string Json(std::string_view text) {
  const auto documents = ReadYaml(text, "a.yaml");
  if (!documents) return documents.error().front().detail;
  return documents->empty() ? "" : WriteJson(documents->front().value);
}

TEST(Yaml, IsWrittenInBlocksWithSortedKeys) {
  const auto value = ReadJson(
      R"({"spec":{"rules":[{},{"from":[{"a":1}],"to":[]}],"empty":{},"text":"a\n  b\n","m":10.0},)"
      R"("b":[["x","y"],[["z"]],null,true],"a":"yes"})",
      "t");
  EXPECT_EQ(WriteYaml(*value),
            "a: \"yes\"\nb:\n- - x\n  - \"y\"\n- - - z\n- null\n- true\nspec:\n  empty: {}\n"
            "  m: 10.0\n  rules:\n  - {}\n  - from:\n    - a: 1\n    to: []\n  text: |\n    a\n"
            "      b\n");
}

TEST(Yaml, QuotesExactlyWhatWouldBeReadAsSomethingElse) {
  for (const char* text :
       {"yes",        "on",    "y",  "null", "~",    "",     "0644", "1_000", "0x1F", "1e3",  ".5",
        "2001-01-01", "12:30", " a", "a ",   "a: b", "a #b", "#a",   "- a",   "@a",   "%a",   "*a",
        "&a",         "true",  "-",  "a:",   "[a",   "{a",   "=",    "<<",    ".inf", "... a"}) {
    EXPECT_EQ(WriteYaml(Value(text)), "\"" + std::string(text) + "\"\n");
  }
  for (const char* text :
       {"a", "a b", "a:b", "a#b", "5Gi", "250m", "10s", "yess", "v1", "a-b", "/x", "http://a/b?c=d",
        "x.example.com", "\u00e9", "$a", "(a)", "nothing"}) {
    EXPECT_EQ(WriteYaml(Value(text)), std::string(text) + "\n");
  }
}

TEST(Yaml, WhatIsWrittenReadsBackTheSame) {
  ValueMaker maker(42);
  for (int i = 0; i < 5000; ++i) {
    const Value value = maker.Make(4);
    const std::string text = WriteYaml(value);
    const auto documents = ReadYaml(text, "t");
    ASSERT_TRUE(documents) << text << documents.error().front().detail;
    if (documents->empty()) {
      EXPECT_TRUE(value.is_null());
      continue;
    }
    ASSERT_EQ(documents->size(), 1U);
    EXPECT_EQ(WriteJson(documents->front().value), WriteJson(value)) << text;
    EXPECT_EQ(WriteYaml(documents->front().value), text);
    EXPECT_FALSE(documents->front().has_comments) << text;
  }
}

TEST(Yaml, EveryOddStringSurvivesAsValueKeyAndElement) {
  for (const std::string& odd : OddScalars()) {
    const Value value(Value::Map{{odd, Value(Value::List{odd, Value(Value::Map{{"k", odd}})})}});
    const std::string text = WriteYaml(value);
    const auto documents = ReadYaml(text, "t");
    ASSERT_TRUE(documents) << text << documents.error().front().detail;
    EXPECT_EQ(documents->front().value, value) << text;
  }
}

TEST(Yaml, ScalarsMeanWhatKubectlTakesThemFor) {
  EXPECT_EQ(Json("[yes, On, n, ~, 0644, 0x1F, 0b11, 1_000, \"1\", 2001-01-01, 12:30, 1., .5, +1]"),
            "[true,true,false,null,420,31,3,1000,\"1\",\"2001-01-01\",\"12:30\",1.0,0.5,1]");
  EXPECT_EQ(Json("{1: a, yes: b, 0x10: c}"), "{\"1\":\"a\",\"16\":\"c\",\"true\":\"b\"}");
  EXPECT_EQ(Json("[9223372036854775808, 10.0, 0.10]"), "[9223372036854775808,10.0,0.10]");
  EXPECT_EQ(Json("[1e99999999999, 1e-99999999999]"), "[\"1e99999999999\",0]");
}

TEST(Yaml, WhatKubectlWouldLoseOrGuessIsRefused) {
  for (const std::string& text : RefusedTexts()) {
    EXPECT_THAT(YamlComplaint(text), HasSubstr("a.yaml:")) << text;
  }
}

TEST(Yaml, AnchorsAndMergesAreExpanded) {
  EXPECT_EQ(Json("p: &p {x: 1, z: 1}\nd:\n  <<: *p\n  x: 2\nl: [*p]\n"),
            "{\"d\":{\"x\":2,\"z\":1},\"l\":[{\"x\":1,\"z\":1}],\"p\":{\"x\":1,\"z\":1}}");
}

TEST(Yaml, DocumentsCarryTheirLinesAndEmptyOnesAreLeftOut) {
  const auto documents =
      ReadYaml("# head\n---\na: 1\n---\n---\n# only a comment\n---\nb: 2\n", "t");
  ASSERT_TRUE(documents);
  ASSERT_EQ(documents->size(), 2U);
  EXPECT_EQ((*documents)[0].line, 3);
  EXPECT_EQ((*documents)[1].line, 8);
}

TEST(Yaml, FindsCommentsAndNothingThatLooksLikeOne) {
  const auto has = [](std::string_view text) {
    const auto documents = ReadYaml(text, "t");
    EXPECT_TRUE(documents) << text;
    return documents && documents->front().has_comments;
  };
  for (const char* text :
       {"# a\na: b\n", "a: b # c\n", "a: b\n# c\n", "a: b\n# c", "a: # c\n- b\n",
        "a: [b, # c\n d]\n", "a: | # c\n  b\n", "a: |\n  b\n# c\n", "\u00e9: \u00e9 # c\n",
        "a: 'b' # c\n", "\xef\xbb\xbf# c\na: b\n", "a: |\n  b\n# c\nd: e\n"}) {
    EXPECT_TRUE(has(text)) << text;
  }
  for (const char* text :
       {"a: b#c\n", "a: '# c'\n", "a: \"# c\"\n", "a: |\n  # c\n", "a: >\n  # c\n  d\n", "a#: b\n",
        "\u00e9\u00e9: '\u00e9#'\n", "a: |\n  b # c\n"}) {
    EXPECT_FALSE(has(text)) << text;
  }
}

TEST(Yaml, ADuplicateKeyIsAnErrorWithItsLine) {
  EXPECT_THAT(YamlComplaint("a:\n  b: 1\n  c: 2\n  b: 3\n"),
              AllOf(HasSubstr("a.yaml:4: "), HasSubstr("the key \"b\" appears twice")));
  EXPECT_THAT(YamlComplaint("1: a\n\"1\": b\n"),
              HasSubstr("a.yaml:2: the key \"1\" appears twice"));
}

TEST(Yaml, MalformedTextIsAnErrorWithItsLine) {
  struct Case {
    const char* text;
    const char* line;
  };
  for (const Case& c : {Case{"a: b\nc: [1\n", "a.yaml:3: "}, Case{"a: b\n\tc: d\n", "a.yaml:2: "},
                        Case{"a: b: c\n", "a.yaml:1: "}, Case{"x: 1\na: *b\n", "a.yaml:2: "},
                        Case{"a: 'b\n", "a.yaml:2: "}, Case{"a:\n  ? [b]\n  : c\n", "a.yaml:2: "},
                        Case{"a: 1\nb: .inf\n", "a.yaml:2: "}, Case{"a: \xff\n", "a.yaml:1: "},
                        Case{"a: 1\nb: !x y\n", "a.yaml:2: "}}) {
    EXPECT_THAT(YamlComplaint(c.text), HasSubstr(c.line)) << c.text;
  }
}

TEST(Yaml, AliasesCannotExhaustMemory) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int n = 0; n < 10; ++n) text += (n > 0 ? ", " : "") + before;
    text += "]\n";
  }
  EXPECT_THAT(YamlComplaint(text), HasSubstr("aliases expand"));
}

TEST(Yaml, DepthIsBounded) {
  EXPECT_NE(YamlComplaint(std::string(100'000, '[')), "none");
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_NE(YamlComplaint(text), "none");
}

}  // namespace
}  // namespace mesh
