#include "core/formats/hcl_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include "core/formats/hcl.h"
#include "core/model/ascii.h"

namespace mesh {
namespace {

using std::string_view;

constexpr string_view kMark = "EOT";

struct Range {
  char32_t first, last;
};

/// Beyond ASCII: characters that nobody sees, or that change the order in which others are shown.
constexpr Range kInvisible[] = {{0x80, 0xa0},     {0xad, 0xad},     {0x61c, 0x61c},
                                {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
                                {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};

/// Beyond ASCII: characters that are a grapheme cluster each, beside any other of these and beside
/// ASCII. Letters and signs of common scripts; no marks that combine, no emoji.
constexpr Range kOneColumn[] = {
    {0xa1, 0xac},     {0xae, 0x2ff},    {0x370, 0x482},   {0x48a, 0x58f},   {0x5d0, 0x5ea},
    {0x620, 0x64a},   {0x10d0, 0x10ff}, {0x1e00, 0x1fff}, {0x2010, 0x2027}, {0x2030, 0x205e},
    {0x20a0, 0x20bf}, {0x2100, 0x21ff}, {0x3001, 0x3029}, {0x3041, 0x3096}, {0x30a1, 0x30ff},
    {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3}};

bool IsIn(char32_t c, const auto& ranges) {
  return std::ranges::any_of(ranges, [c](Range r) { return r.first <= c && c <= r.last; });
}

/// Takes one character off the front of valid UTF-8.
char32_t TakeCharacter(string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  char32_t out = size == 1 ? lead : lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size && i < text.size(); ++i) out = out << 6U | (byte(i) & 0x3fU);
  text.remove_prefix(std::min(size, text.size()));
  return out;
}

bool StartsTemplate(char c) { return c == '$' || c == '%'; }

void WriteEscape(char32_t c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  const bool is_long = c > 0xffff;
  out += is_long ? "\\U" : "\\u";
  for (int shift = is_long ? 28 : 12; shift >= 0; shift -= 4) {
    out += kHex[c >> static_cast<unsigned>(shift) & 15U];
  }
}

/// A run of `$` and `%` before `{` begins a template. The last one is doubled, which is its escape;
/// those before it would make that one ambiguous and are written by number.
void WriteTemplateStart(string_view run, std::string& out) {
  for (const char c : run.substr(0, run.size() - 1)) WriteEscape(static_cast<char32_t>(c), out);
  out.append(2, run.back());
}

enum class Beyond { kVisible, kCounted };

/// The inside of a quoted literal; `beyond` says which characters beyond ASCII stand as they are.
void WriteQuotedInside(string_view text, Beyond beyond, std::string& out) {
  static constexpr auto kShort = std::to_array<std::pair<char, char>>(
      {{'"', '"'}, {'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}});
  while (!text.empty()) {
    if (StartsTemplate(text.front())) {
      const string_view run = text.substr(0, text.find_first_not_of("$%"));
      text.remove_prefix(run.size());
      if (text.starts_with('{')) {
        WriteTemplateStart(run, out);
      } else {
        out += run;
      }
      continue;
    }
    const string_view rest = text;
    const char32_t c = TakeCharacter(text);
    const auto* escape =
        std::ranges::find(kShort, static_cast<char>(c), &std::pair<char, char>::first);
    if (c < 0x80 && escape != kShort.end()) {
      out += '\\';
      out += escape->second;
    } else if (c < 0x20 || c == 0x7f ||
               (c >= 0x80 &&
                (beyond == Beyond::kCounted ? !IsIn(c, kOneColumn) : IsIn(c, kInvisible)))) {
      WriteEscape(c, out);
    } else {
      out += rest.substr(0, rest.size() - text.size());
    }
  }
}

/// How a line of a heredoc stands: kMargin and kIndented may be written.
enum class LineKind { kEmpty, kMargin, kIndented, kUnfit };

LineKind KindOfLine(string_view line) {
  if (line.empty()) return LineKind::kEmpty;
  const std::size_t first = line.find_first_not_of(" \t");
  // A line of nothing but white space keeps all of it: no margin is taken off.
  if (first == string_view::npos || line.substr(first) == kMark) return LineKind::kUnfit;
  const std::size_t last = line.find_last_not_of(" \t");
  if (line.substr(first, last - first + 1) == kMark) return LineKind::kUnfit;
  string_view begin = line.substr(first);
  // A character that joins the one before it would join the margin.
  const char32_t start = TakeCharacter(begin);
  if (start >= 0x80 && !IsIn(start, kOneColumn)) return LineKind::kUnfit;
  return first == 0 ? LineKind::kMargin : LineKind::kIndented;
}

bool NeedsEscape(string_view line) {
  while (!line.empty()) {
    if (StartsTemplate(line.front()) && (line.size() == 1 || StartsTemplate(line[1]))) return true;
    const char32_t c = TakeCharacter(line);
    if ((c < 0x20 && c != '\t') || c == 0x7f || (c >= 0x80 && IsIn(c, kInvisible))) return true;
  }
  return false;
}

/// Takes the first line off `text`, without its end.
string_view TakeLine(string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

bool IsHclIdentifier(string_view text) {
  return !text.empty() && (IsLetter(text.front()) || text.front() == '_') &&
         std::ranges::all_of(
             text, [](char c) { return IsLetter(c) || IsDigit(c) || c == '_' || c == '-'; });
}

std::string QuoteHcl(string_view text) {
  std::string out = "\"";
  WriteQuotedInside(text, Beyond::kVisible, out);
  return out + '"';
}

HclKey WriteHclKey(string_view key) {
  // `for` would begin an expression; the others are no keys to a reader's eye.
  static constexpr string_view kKeywords[] = {"for", "null", "true", "false"};
  if (IsHclIdentifier(key) && std::ranges::find(kKeywords, key) == std::end(kKeywords)) {
    return {std::string(key), key.size()};
  }
  HclKey out;
  out.text = "\"";
  WriteQuotedInside(key, Beyond::kCounted, out.text);
  out.text += '"';
  out.columns = static_cast<std::size_t>(std::ranges::count_if(
      out.text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
  return out;
}

bool FitsHeredoc(string_view text) {
  if (!text.ends_with('\n') || text.find('\n') + 1 == text.size()) return false;
  bool has_margin = false;
  while (!text.empty()) {
    const string_view line = TakeLine(text);
    const LineKind kind = KindOfLine(line);
    if (kind == LineKind::kUnfit || NeedsEscape(line)) return false;
    has_margin = has_margin || kind == LineKind::kMargin;
  }
  return has_margin;
}

void WriteHeredoc(string_view text, std::size_t indent, std::string& out) {
  out += "<<-";
  out += kMark;
  out += '\n';
  while (!text.empty()) {
    string_view line = TakeLine(text);
    if (!line.empty()) out.append(indent + 2, ' ');
    for (; !line.empty(); line.remove_prefix(1)) {
      if (StartsTemplate(line[0]) && line.substr(1).starts_with('{')) out += line[0];
      out += line[0];
    }
    out += '\n';
  }
  out.append(indent, ' ');
  out += kMark;
}

}  // namespace mesh
