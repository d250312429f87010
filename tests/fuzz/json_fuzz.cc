// Feeds the readers of JSON with anything. What they accept must survive writing and reading again
// in the same bytes, and another reader must agree; what they refuse must come with a reason and a
// place.
#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/formats/json.h"
#include "tests/fuzz/require.h"

namespace mesh {
namespace {

bool IsAboutMore(const Mistake& mistake) {
  return mistake.what.find("appears twice") != std::string::npos ||
         mistake.what.find("nested deeper") != std::string::npos ||
         mistake.what.find("more mistakes") != std::string::npos;
}

/// The other reader takes numbers for doubles and refuses those that are too large.
bool HasLargeNumbers(std::string_view text) {
  return text.size() > 300 || text.find_first_of("eE") != std::string_view::npos;
}

/// Whether a number may be beyond what ours holds, which takes an exponent of nine digits.
bool HasHugeExponent(std::string_view text) {
  for (std::size_t e = text.find_first_of("eE"); e != text.npos; e = text.find_first_of("eE", e)) {
    ++e;
    if (e < text.size() && (text[e] == '-' || text[e] == '+')) ++e;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", e), text.size());
    if (end - e >= 9) return true;
  }
  return false;
}

bool IsExcused(const Mistake& mistake, std::string_view text) {
  const bool limit = mistake.what.find("too large or too small") != std::string::npos;
  return limit ? HasHugeExponent(text) : IsAboutMore(mistake);
}

void CheckAgreement(std::string_view text, const std::vector<SourceDocument>& documents) {
  // A zero byte ends the text for the other reader.
  const bool theirs = text.find('\0') == std::string_view::npos && nlohmann::json::accept(text);
  const bool ours = documents.size() == 1 && documents.front().mistakes.empty();
  if (theirs && !ours) {
    Require(documents.size() == 1 &&
            std::ranges::any_of(documents[0].mistakes,
                                [&](const Mistake& mistake) { return IsExcused(mistake, text); }));
  }
  if (ours && !HasLargeNumbers(text)) Require(theirs);
  const Result<Value> alone = ReadJson(text, "input");
  if (ours && !text.starts_with("\xEF\xBB\xBF")) {
    Require(alone && *alone == documents.front().value);
  }
  if (!alone) Require(!alone.error().front().detail.empty());
}

void CheckRoundTrip(const std::vector<SourceDocument>& documents) {
  std::string lines;
  std::vector<const Value*> values;
  for (const SourceDocument& document : documents) {
    if (!document.mistakes.empty()) continue;
    const std::string json = WriteJson(document.value);
    const Result<Value> again = ReadJson(json, "input");
    Require(again && *again == document.value && WriteJson(*again) == json);
    lines += json + "\n";
    values.push_back(&document.value);
  }
  const std::vector<SourceDocument> again = ReadJsonDocuments(lines);
  Require(again.size() == values.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    Require(again[i].value == *values[i] && again[i].line == static_cast<int>(i) + 1);
  }
}

void CheckLines(const SourceDocument& document, int last) {
  Require(document.line >= 1 && document.line <= last);
  for (const Mistake& mistake : document.mistakes) {
    Require(!mistake.what.empty() && mistake.line >= document.line && mistake.line <= last);
    Require(mistake.column >= 1);
  }
  if (!document.mistakes.empty()) return;
  Require(document.lines.LineAt({}) == document.line);
  if (!document.value.is_map()) return;
  for (const auto& [key, member] : document.value.as_map()) {
    const int line = document.lines.LineAt(Path().Key(key));
    Require(line >= document.line && line <= last);
  }
}

void Check(std::string_view text) {
  const std::vector<SourceDocument> documents = ReadJsonDocuments(text);
  const std::vector<SourceDocument> mapped = ReadJsonDocuments(text, {.lines = true});
  Require(documents.size() == mapped.size());
  const int last = 1 + static_cast<int>(std::ranges::count(text, '\n'));
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Require(documents[i].value == mapped[i].value && documents[i].lines.empty());
    CheckLines(mapped[i], last);
  }
  CheckAgreement(text, documents);
  CheckRoundTrip(documents);
}

}  // namespace
}  // namespace mesh

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mesh::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
