#include "core/checks/istio_telemetry/cel_tokens.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/checks/read.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f";
constexpr std::string_view kTwoMarks[] = {"==", "!=", "<=", ">=", "&&", "||"};
constexpr std::string_view kMarks = "[]{}().,-!?:+*/%<>";
constexpr std::string_view kPlainEscapes = "abfnrtv\"'\\?`";
constexpr std::uint32_t kHighestRune = 0x10FFFF;

bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

bool IsEscapedNamePart(char c) {
  return IsNamePart(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}

std::size_t Run(std::string_view text, std::size_t at, bool (*is)(char)) {
  while (at < text.size() && is(text[at])) ++at;
  return at;
}

/// Where the exponent at `at` ends; `at` when there is none.
std::size_t Exponent(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  std::size_t digits = at + 1;
  if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
  const std::size_t end = Run(text, digits, IsDigit);
  return end == digits ? at : end;
}

CelToken NumberAt(std::string_view text) {
  const auto unsigned_or = [&](std::size_t end) -> CelToken {
    const bool is_unsigned = end < text.size() && (text[end] == 'u' || text[end] == 'U');
    return {is_unsigned ? CelTokenKind::kUint : CelTokenKind::kInt,
            text.substr(0, end + (is_unsigned ? 1 : 0))};
  };
  if (text.starts_with("0x")) {
    const std::size_t end = Run(text, 2, IsHex);
    if (end > 2) return unsigned_or(end);
  }
  const std::size_t whole = Run(text, 0, IsDigit);
  std::size_t end = whole;
  if (end + 1 < text.size() && text[end] == '.' && IsDigit(text[end + 1])) {
    end = Run(text, end + 1, IsDigit);
  }
  end = Exponent(text, end);
  return end == whole ? unsigned_or(end) : CelToken{CelTokenKind::kDouble, text.substr(0, end)};
}

/// A string from its first quote on: which quotes it has, and where it ends.
struct Quoted {
  std::size_t quotes = 1;
  std::size_t size = 0;
};

Quoted QuotedAt(std::string_view text, bool raw) {
  const std::string_view triple = text.front() == '"' ? R"(""")" : "'''";
  const bool is_triple = text.starts_with(triple);
  const std::string_view end = triple.substr(0, is_triple ? 3 : 1);
  for (std::size_t i = end.size(); i < text.size(); ++i) {
    if (text.substr(i).starts_with(end)) return {end.size(), i + end.size()};
    if (!is_triple && (text[i] == '\n' || text[i] == '\r')) break;
    if (!raw && text[i] == '\\') ++i;
  }
  // Three quotes that nothing ends may still be an empty string and more behind it.
  return {1, is_triple ? std::size_t{2} : std::size_t{0}};
}

/// The length of the escape behind a backslash, without it; 0 when there is none such.
std::size_t EscapeAt(std::string_view text, bool bytes) {
  if (text.empty()) return 0;
  const char c = text.front();
  if (kPlainEscapes.find(c) != std::string_view::npos) return 1;
  const auto octal = [&](std::size_t i, char most) {
    return i < text.size() && text[i] >= '0' && text[i] <= most;
  };
  if (octal(0, '3')) return octal(1, '7') && octal(2, '7') ? 3 : 0;
  const bool is_byte = c == 'x' || c == 'X';
  if (!is_byte && c != 'u' && c != 'U') return 0;
  if (bytes && !is_byte) return 0;
  const std::size_t digits = is_byte ? 2 : c == 'u' ? 4 : 8;
  const std::string_view hex = text.substr(1, digits);
  std::uint32_t rune = 0;
  const auto read = std::from_chars(hex.data(), hex.data() + hex.size(), rune, 16);
  if (hex.size() != digits || read.ptr != hex.data() + hex.size()) return 0;
  const bool is_rune = rune <= kHighestRune && (rune < 0xD800 || rune > 0xDFFF);
  return is_rune ? 1 + digits : 0;
}

bool HasGoodEscapes(std::string_view body, bool bytes) {
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\') continue;
    const std::size_t size = EscapeAt(body.substr(i + 1), bytes);
    if (size == 0) return false;
    i += size;
  }
  return true;
}

/// A string or bytes, with the letters in front that say so; nullopt when none begins here.
std::optional<CelToken> StringAt(std::string_view text, std::string& wrong) {
  const auto letter = [&](std::size_t i, char low) {
    return i < text.size() && (text[i] == low || text[i] == low - 'a' + 'A');
  };
  std::size_t at = 0;
  const bool bytes = letter(at, 'b');
  if (bytes) ++at;
  const bool raw = letter(at, 'r');
  if (raw) ++at;
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return std::nullopt;
  const Quoted quoted = QuotedAt(text.substr(at), raw);
  if (quoted.size == 0) {
    wrong = "A string in it does not end.";
  } else if (!raw && !HasGoodEscapes(
                         text.substr(at + quoted.quotes, quoted.size - 2 * quoted.quotes), bytes)) {
    wrong = "A string in it has a backslash that nothing useful follows.";
  }
  return CelToken{bytes ? CelTokenKind::kBytes : CelTokenKind::kString,
                  text.substr(0, at + quoted.size)};
}

std::optional<CelToken> TokenAt(std::string_view text, std::string& wrong) {
  if (const auto string = StringAt(text, wrong)) return string;
  const char c = text.front();
  if (IsNameStart(c))
    return CelToken{CelTokenKind::kName, text.substr(0, Run(text, 0, IsNamePart))};
  if (IsDigit(c) || (c == '.' && text.size() > 1 && IsDigit(text[1]))) return NumberAt(text);
  if (c == '`') {
    const std::size_t end = Run(text, 1, IsEscapedNamePart);
    if (end == 1 || end == text.size() || text[end] != '`') return std::nullopt;
    return CelToken{CelTokenKind::kEscapedName, text.substr(0, end + 1)};
  }
  const auto two = std::ranges::find(kTwoMarks, text.substr(0, 2));
  if (two != std::end(kTwoMarks)) return CelToken{CelTokenKind::kMark, text.substr(0, 2)};
  if (kMarks.find(c) == std::string_view::npos) return std::nullopt;
  return CelToken{CelTokenKind::kMark, text.substr(0, 1)};
}

/// Takes white space and comments from the front.
void SkipHidden(std::string_view& text) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
    if (!text.starts_with("//")) return;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
}

}  // namespace

CelTokens ReadCelTokens(std::string_view text) {
  CelTokens out;
  for (SkipHidden(text); !text.empty(); SkipHidden(text)) {
    const auto token = TokenAt(text, out.wrong);
    if (!token) out.wrong = "There is " + InQuotes(text.substr(0, 1)) + " in it.";
    if (!out.wrong.empty()) return out;
    out.list.push_back(*token);
    text.remove_prefix(token->text.size());
  }
  out.list.push_back({CelTokenKind::kEnd, {}});
  return out;
}

}  // namespace mesh::istio
