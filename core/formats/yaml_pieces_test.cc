#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "core/formats/json.h"
#include "core/formats/testing/yaml_texts.h"
#include "core/formats/yaml.h"

namespace mesh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Pieces(std::string_view text) {
  std::vector<std::string> out;
  for (const YamlPiece& piece : SplitYaml(text)) {
    out.push_back(std::to_string(piece.line) + ":" + std::string(piece.text));
  }
  return out;
}

std::vector<SourceDocument> ReadAll(std::string_view text, const ReadOptions& options = {}) {
  std::vector<SourceDocument> out;
  for (const YamlPiece& piece : SplitYaml(text)) {
    for (SourceDocument& document : ReadYamlPiece(piece, options)) {
      out.push_back(std::move(document));
    }
  }
  return out;
}

SourceDocument ReadOne(std::string_view text, const ReadOptions& options = {}) {
  std::vector<SourceDocument> all = ReadAll(text, options);
  EXPECT_EQ(all.size(), 1U) << text;
  return std::move(all.front());
}

TEST(YamlPieces, AreCutAtSeparators) {
  EXPECT_THAT(Pieces("a: 1\n---\nb: 2\n--- # c\nc: 3\n---"),
              ElementsAre("1:a: 1\n", "2:---\nb: 2\n", "4:--- # c\nc: 3\n", "6:---"));
  EXPECT_THAT(Pieces("# head\n---\na: 1\n# between\n---\nb: 2\n"),
              ElementsAre("1:# head\n---\na: 1\n# between\n", "5:---\nb: 2\n"));
  EXPECT_THAT(Pieces("\xef\xbb\xbf---\r\na: 1\r\n---\r\nb: 2"),
              ElementsAre("1:---\r\na: 1\r\n", "3:---\r\nb: 2"));
  EXPECT_THAT(Pieces("a: 1\n...\n# c\n---\nb: 2\n"),
              ElementsAre("1:a: 1\n...\n", "3:# c\n---\nb: 2\n"));
  EXPECT_THAT(Pieces("%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n---\nb: 2\n"),
              ElementsAre("1:%YAML 1.1\n---\na: 1\n...\n", "5:%YAML 1.1\n---\nb: 2\n"));
  EXPECT_THAT(Pieces(""), ElementsAre("1:"));
}

TEST(YamlPieces, AreNotCutWhereNothingIsSeparated) {
  for (const char* text :
       {"a: |\n  x\n  ---\n  y\n", "a: 'x\n  ---\n  y'\n", "a: --- b\n", "a:\n ---\n", "----\n",
        "---a\n", "a: 1\n...b\n", "# ---\na: 1\n", "a: >-\n ---\n ...\n", "[\"\n ---\"]\n"}) {
    EXPECT_EQ(SplitYaml(text).size(), 1U) << text;
  }
  // Without `...` only a parser tells the directive from content.
  EXPECT_EQ(SplitYaml("a: 1\n%YAML 1.1\n---\nb: 2\n").size(), 1U);
}

TEST(YamlPieces, ReadAsTheWholeDoes) {
  YamlTextMaker maker(3);
  std::size_t documents = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = maker.Stream();
    const std::string_view bare =
        std::string_view(text).substr(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
    std::vector<SourceDocument> whole = ReadYamlPiece({bare, 1});
    std::vector<SourceDocument> parts = ReadAll(text);
    const auto is_wrong = [](const SourceDocument& d) { return !d.mistakes.empty(); };
    ASSERT_EQ(std::ranges::any_of(whole, is_wrong), std::ranges::any_of(parts, is_wrong)) << text;
    if (std::ranges::any_of(whole, is_wrong)) continue;
    const auto comments = [](const std::vector<SourceDocument>& all) {
      std::size_t n = 0;
      for (const SourceDocument& d : all) n += d.comments;
      return n;
    };
    EXPECT_EQ(comments(whole), comments(parts)) << text;
    const auto is_empty = [](const SourceDocument& d) { return d.empty; };
    std::erase_if(whole, is_empty);
    std::erase_if(parts, is_empty);
    ASSERT_EQ(whole.size(), parts.size()) << text;
    for (std::size_t n = 0; n < whole.size(); ++n) {
      EXPECT_EQ(whole[n].value, parts[n].value) << text;
      EXPECT_EQ(whole[n].line, parts[n].line) << text;
    }
    documents += whole.size();
  }
  EXPECT_GT(documents, 4000U);
}

TEST(YamlPieces, OneBadDocumentDoesNotLoseTheOthers) {
  const auto all =
      ReadAll("a: 1\n---\nb: [\n---\nc: 'x\n---\nd: 4\n---\ne: {f: 1, f: 2}\n---\ng\n");
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(WriteJson(all[0].value), "{\"a\":1}");
  EXPECT_EQ(WriteJson(all[3].value), "{\"d\":4}");
  EXPECT_EQ(WriteJson(all[5].value), "\"g\"");
  for (const std::size_t good : {0U, 3U, 5U}) EXPECT_TRUE(all[good].mistakes.empty());
  for (const std::size_t broken : {1U, 2U}) {
    ASSERT_EQ(all[broken].mistakes.size(), 1U);
    EXPECT_TRUE(all[broken].value.is_null());
    EXPECT_TRUE(all[broken].mistakes[0].path.empty());
  }
  // The line that the text ends in, seen from the piece.
  EXPECT_EQ(all[1].mistakes[0].line, 4);
  EXPECT_EQ(all[2].mistakes[0].line, 6);
  ASSERT_EQ(all[4].mistakes.size(), 1U);
  EXPECT_EQ(all[4].mistakes[0].path.ToString(), "e.f");
}

TEST(YamlPieces, EachMistakeNamesItsNode) {
  const SourceDocument document = ReadOne(
      "spec:\n  hosts: [a, *b]\n  x/y: !foo z\n  m: .inf\n  hosts:\n  - c\n  ? [k]\n  : v\n  <<: "
      "1\n"
      "ok: 1\n");
  std::vector<std::string> places;
  for (const Mistake& mistake : document.mistakes) {
    places.push_back(std::to_string(mistake.line) + " " + mistake.path.ToString());
  }
  EXPECT_THAT(places, ElementsAre("2 spec.hosts[1]", "3 spec[\"x/y\"]", "4 spec.m", "5 spec.hosts",
                                  "7 spec", "9 spec[\"<<\"]"));
  EXPECT_EQ(WriteJson(document.value),
            "{\"ok\":1,\"spec\":{\"hosts\":[\"a\",null],\"m\":null,\"x/y\":null}}");
  EXPECT_TRUE(document.lines.empty());
}

TEST(YamlPieces, DuplicateKeysAreToldWithBothLines) {
  const SourceDocument document =
      ReadOne("a: {b: 1}\nc:\n- b: 1\n  d: 1\n  b: 2\n0x1: x\n\"1\": y\n");
  ASSERT_EQ(document.mistakes.size(), 2U);
  EXPECT_EQ(document.mistakes[0].line, 5);
  EXPECT_THAT(document.mistakes[0].what,
              HasSubstr("\"b\" appears twice in one map, first in line 3"));
  EXPECT_EQ(document.mistakes[0].path.ToString(), "c[0].b");
  EXPECT_EQ(document.mistakes[1].line, 7);
  EXPECT_THAT(document.mistakes[1].what, HasSubstr("first in line 6"));
  EXPECT_EQ(WriteJson(document.value), "{\"1\":\"x\",\"a\":{\"b\":1},\"c\":[{\"b\":1,\"d\":1}]}");
}

TEST(YamlPieces, MistakesAreCountedOnlySoFar) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a: 1\n";
  const SourceDocument document = ReadOne(text);
  EXPECT_EQ(document.mistakes.size(), kMaxMistakes + 1);
  EXPECT_TRUE(document.mistakes.back().path.empty());
  EXPECT_TRUE(document.value.is_null());
}

TEST(YamlPieces, CommentsAreCounted) {
  struct Case {
    const char* text;
    std::size_t count;
  };
  for (const Case& c :
       {Case{"a: b\n", 0}, Case{"# a # b\n# c\n\na: b # d\n# e\n", 4}, Case{"a: '#'\nb: c#d\n", 0},
        Case{"a: | # c\n  # text\nb: [1, # d\n # e\n 2]\n", 3}, Case{"# only\n#\n", 2},
        Case{"%YAML 1.1 # c\n# d\n--- # e\na: b\n", 3}, Case{"\u00e9: '\u00e9#' #\u00e9\n#\n", 2},
        Case{"a: b\r\n# c\r\n#d\r\n", 2}, Case{"a: &x#y b\n", 0}, Case{"- # a\n - b\n# c\n", 2},
        Case{"# a\u0085# b\u2028# c # c\u2029a: b\n", 3}, Case{"a: | # c\u0085  # text\n", 1},
        Case{"%TAG ! x:\u2028# c\n--- # c\na: b\n", 2}}) {
    const auto all = ReadAll(c.text);
    ASSERT_EQ(all.size(), 1U) << c.text;
    EXPECT_EQ(all[0].comments, c.count) << c.text;
  }
  EXPECT_TRUE(ReadOne("# only\n").empty);
  EXPECT_TRUE(ReadOne("---\n# only\n").empty);
  EXPECT_FALSE(ReadOne("--- ''\n").empty);
}

/// Writes documents whose leaves are the lines that they stand in.
class LineTexts {
 public:
  explicit LineTexts(std::uint32_t seed) : random_(seed) {}

  std::string Document() {
    text_ = "---\n";
    line_ = 2;
    Map(0, 4);
    return text_;
  }

 private:
  std::size_t Below(std::size_t n) { return random_() % n; }
  std::string Here() const { return std::to_string(line_); }
  void Put(const std::string& text) {
    text_ += text;
    for (const char c : text) line_ += c == '\n' ? 1 : 0;
  }

  void Map(std::size_t indent, int depth) {
    for (std::size_t n = 1 + Below(4); n > 0; --n) {
      if (Below(6) == 0) Put("# comment\n\n");
      Put(std::string(indent, ' ') + "k" + std::to_string(Below(100)) + "-" + Here() + ":");
      Inside(indent, depth);
    }
  }

  void Inside(std::size_t indent, int depth) {
    switch (Below(depth == 0 ? 3 : 6)) {
      case 0:
        return Put(" " + Here() + " # c\n");
      case 1:
        return Put(" |-\n" + std::string(indent + 2, ' ') + Here() + "\n");
      case 2: {
        Put(" {a: " + Here() + ",\n");
        Put(std::string(indent + 2, ' ') + "b: [" + Here() + ",\n");
        return Put(std::string(indent + 2, ' ') + Here() + "]}\n");
      }
      case 3:
        Put("\n");
        for (std::size_t n = 1 + Below(3); n > 0; --n) {
          Put(std::string(indent, ' ') + "- " + Here() + "\n");
        }
        return;
      default:
        Put("\n");
        Map(indent + 1 + Below(3), depth - 1);
    }
  }

  std::mt19937 random_;
  std::string text_;
  int line_ = 1;
};

void ExpectLines(const SourceDocument& document, const Value& value, const Path& path,
                 std::size_t& leaves) {
  if (value.is_map()) {
    for (const auto& [key, member] : value.as_map()) {
      ExpectLines(document, member, path.Key(key), leaves);
    }
  } else if (value.is_list()) {
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      ExpectLines(document, value.as_list()[i], path.Index(i), leaves);
    }
  } else {
    ++leaves;
    const std::string line = value.is_string() ? value.as_string() : value.as_number().Canonical();
    EXPECT_EQ(std::to_string(document.lines.LineAt(path)), line) << path.ToString();
  }
}

TEST(YamlPieces, LinesAreKnownForEachNode) {
  LineTexts texts(5);
  std::size_t leaves = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string text = texts.Document();
    const SourceDocument document = ReadOne(text, {.lines = true});
    ASSERT_TRUE(document.mistakes.empty()) << text;
    ExpectLines(document, document.value, {}, leaves);
  }
  EXPECT_GT(leaves, 3000U);
}

TEST(YamlPieces, LinesFollowAliasesAndMerges) {
  const auto all = ReadAll(
      "x: 1\n---\nbase: &base\n  a: 1\n  l: [x]\nmore: &more {b: 1}\nd:\n  <<: [*base, *more]\n"
      "  c: 3\ne: *base\nf:\n  <<: *base\n",
      {.lines = true});
  ASSERT_EQ(all.size(), 2U);
  const SourceMap& lines = all[1].lines;
  EXPECT_EQ(lines.LineAt({}), 3);
  EXPECT_EQ(lines.LineAt(Path("d").Attribute("c")), 9);
  EXPECT_EQ(lines.LineAt(Path("d").Attribute("a")), 4);
  EXPECT_EQ(lines.LineAt(Path("d").Attribute("b")), 6);
  EXPECT_EQ(lines.LineAt(Path("e")), 10);
  EXPECT_EQ(lines.LineAt(Path("e").Attribute("l").Index(0)), 5);
  EXPECT_EQ(lines.LineAt(Path("f").Attribute("l")), 5);
  // What is not there is reported where it is missing.
  EXPECT_EQ(lines.LineAt(Path("d").Attribute("no").Attribute("more")), 7);
  EXPECT_EQ(lines.LineAt(Path("base").Attribute("l").Index(7)), 5);
  EXPECT_EQ(SourceMap().LineAt(Path("d")), 0);
}

TEST(YamlPieces, LinesOfElementsAreThoseOfTheirPaths) {
  const SourceDocument document = ReadOne(
      "a: &a\n- x\n-\n  - y\n  - z\n- {b: [\n1, 2\n]}\nc: *a\nd: e\nf: []\n", {.lines = true});
  const SourceMap& lines = document.lines;
  EXPECT_THAT(lines.LinesOfElements(Path("a")), ElementsAre(2, 4, 6));
  EXPECT_THAT(lines.LinesOfElements(Path("c")), ElementsAre(2, 4, 6));
  EXPECT_THAT(lines.LinesOfElements(Path("a").Index(1)), ElementsAre(4, 5));
  EXPECT_THAT(lines.LinesOfElements(Path("a").Index(2).Key("b")), ElementsAre(7, 7));
  EXPECT_THAT(lines.LinesOfElements(Path("d")), IsEmpty());
  EXPECT_THAT(lines.LinesOfElements(Path("f")), IsEmpty());
  EXPECT_THAT(SourceMap().LinesOfElements({}), IsEmpty());
}

TEST(YamlPieces, MergesOfMergesDoNotMultiplyTheSearch) {
  std::string text = "a0: &a0 {}\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " {<<: [" + before + ", " +
            before + "]}\n";
  }
  const SourceDocument document = ReadOne(text, {.lines = true});
  EXPECT_TRUE(document.mistakes.empty());
  EXPECT_EQ(document.lines.LineAt(Path("a59").Attribute("x")), 60);
}

TEST(YamlPieces, LongKeysAreReadBack) {
  const Value value(
      Value::Map{{std::string(5000, 'k'),
                  Value(Value::List{1, Value(Value::Map{{std::string(2000, 'x'), "y"}})})},
                 {std::string(3000, ' '), Value(Value::Map{})}});
  const auto documents = ReadYaml(WriteYaml(value), "t");
  ASSERT_TRUE(documents) << documents.error().front().detail;
  EXPECT_EQ(documents->front().value, value);
}

}  // namespace
}  // namespace mesh
