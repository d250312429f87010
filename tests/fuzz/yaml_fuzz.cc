// Feeds the readers of YAML with anything. What they accept must survive writing and reading again,
// pieces must read as the whole does, recorded lines must lie within the text; what they refuse
// must come with a reason and a line.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/formats/json.h"
#include "core/formats/yaml.h"
#include "tests/fuzz/require.h"

namespace mesh {
namespace {

// Aliases can nest a value deeper than a reader goes, and make it large.
constexpr int kDeepest = 900;
constexpr std::size_t kMostNodes = 3000;

/// Counts the nodes of `value` into `nodes`, up to a limit; false when it is too deep or too large.
bool IsHandy(const Value& value, int depth, std::size_t& nodes) {
  if (++nodes > kMostNodes || depth > kDeepest) return false;
  const auto inside = [&](const Value& each) { return IsHandy(each, depth + 1, nodes); };
  if (value.is_list()) return std::ranges::all_of(value.as_list(), inside);
  return !value.is_map() ||
         std::ranges::all_of(value.as_map(), [&](const auto& e) { return inside(e.second); });
}

void CheckRoundTrip(const Value& value) {
  const std::string yaml = WriteYaml(value);
  const auto documents = ReadYaml(yaml, "input");
  Require(documents && documents->size() == 1);
  Require(documents->front().value == value && WriteYaml(documents->front().value) == yaml);
  const std::string json = WriteJson(value);
  const auto again = ReadJson(json, "input");
  Require(again && *again == value && WriteJson(*again) == json);
}

struct LineCheck {
  const SourceMap& lines;
  int first = 1;
  int last = 1;
  /// Paths are looked up from the root each time: do not look for all of a large document.
  int left = 300;

  void Check(const Value& value, const Path& path) {
    if (--left < 0 || path.steps().size() > 20) return;
    const int line = lines.LineAt(path);
    Require(line >= first && line <= last);
    if (value.is_list()) {
      for (std::size_t i = 0; i < value.as_list().size(); ++i) {
        Check(value.as_list()[i], path.Index(i));
      }
    } else if (value.is_map()) {
      for (const auto& [key, member] : value.as_map()) Check(member, path.Key(key));
    }
  }
};

/// A line number of the text; one more where the fault is that the text ends.
int LastLine(std::string_view text) {
  return 2 + static_cast<int>(std::ranges::count_if(text, [](char c) {
           // The last bytes of the line breaks that YAML knows.
           return std::string_view("\n\r\x85\xa8\xa9").find(c) != std::string_view::npos;
         }));
}

void CheckPiece(const YamlPiece& piece, std::vector<SourceDocument>& all) {
  const int last = piece.line + LastLine(piece.text);
  const std::vector<SourceDocument> plain = ReadYamlPiece(piece);
  std::vector<SourceDocument> mapped = ReadYamlPiece(piece, {.lines = true});
  Require(!plain.empty() && plain.size() == mapped.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const SourceDocument& document = mapped[i];
    Require(plain[i].value == document.value && plain[i].lines.empty());
    Require(plain[i].mistakes.size() == document.mistakes.size());
    Require(document.line >= piece.line && document.line <= last);
    for (const Mistake& mistake : document.mistakes) {
      Require(!mistake.what.empty() && mistake.line >= piece.line && mistake.line <= last);
    }
    std::size_t nodes = 0;
    if (document.empty || !IsHandy(document.value, 0, nodes)) continue;
    if (document.mistakes.empty()) {
      LineCheck{document.lines, piece.line, last}.Check(document.value, {});
    }
    CheckRoundTrip(document.value);
  }
  std::ranges::move(mapped, std::back_inserter(all));
}

std::vector<SourceDocument> NotEmpty(std::vector<SourceDocument> documents) {
  std::erase_if(documents, [](const SourceDocument& d) { return d.empty; });
  return documents;
}

std::size_t Comments(const std::vector<SourceDocument>& documents) {
  std::size_t sum = 0;
  for (const SourceDocument& document : documents) sum += document.comments;
  return sum;
}

void Check(std::string_view text) {
  std::vector<SourceDocument> parts;
  std::string joined;
  for (const YamlPiece& piece : SplitYaml(text)) {
    joined += piece.text;
    CheckPiece(piece, parts);
  }
  // A second byte order mark is content.
  std::string_view bare = text;
  if (bare.starts_with("\xEF\xBB\xBF")) bare.remove_prefix(3);
  Require(joined == bare);

  const std::vector<SourceDocument> whole = ReadYamlPiece({bare, 1});
  const bool wrong = std::ranges::any_of(whole, [](const auto& d) { return !d.mistakes.empty(); });
  Require(ReadYaml(text, "input").has_value() != wrong);
  if (wrong) return;
  Require(Comments(whole) == Comments(parts));
  const std::vector<SourceDocument> ours = NotEmpty(whole);
  const std::vector<SourceDocument> theirs = NotEmpty(std::move(parts));
  Require(ours.size() == theirs.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    Require(ours[i].value == theirs[i].value && ours[i].line == theirs[i].line);
  }
}

}  // namespace
}  // namespace mesh

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mesh::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
