#include <algorithm>

#include "core/formats/yaml.h"
#include "core/formats/yaml_scalar.h"

namespace mesh {
namespace {

using std::string_view;

/// Readers look no further for the colon behind a key; longer ones are announced by a `?`.
constexpr std::size_t kMaxSimpleKey = 1000;

/// True when a quoted-free spelling could be read as a number, a date or a time of day.
bool LooksNumeric(string_view s) {
  if (string_view("0123456789+-.").find(s.front()) == string_view::npos) return false;
  return std::ranges::all_of(s, [](char c) {
    return string_view("0123456789abcdefABCDEFxXoO_.:+-TtZz ").find(c) != string_view::npos;
  });
}

/// True when the bytes need escapes: controls, DEL, NEL, line and paragraph separators, BOM.
bool NeedsEscapes(string_view s, bool newlines_are_fine) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c >= 0x20 && c < 0x7f) continue;
    if (c == '\n' && newlines_are_fine) continue;
    if (c < 0x20 || c == 0x7f) return true;
    const auto next = [&](std::size_t n) {
      return i + n < s.size() ? static_cast<unsigned char>(s[i + n]) : 0U;
    };
    if (c == 0xC2 && next(1) < 0xA0) return true;
    if (c == 0xE2 && next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9)) return true;
    if (c == 0xEF && next(1) == 0xBB && next(2) == 0xBF) return true;
  }
  return false;
}

bool IsPlain(string_view s) {
  if (s.empty() || s.back() == ' ' || s.back() == ':' ||
      string_view(" -?:,[]{}#&*!|>'\"%@`=<~").find(s.front()) != string_view::npos) {
    return false;
  }
  // At the beginning of a line that is the end of the document.
  if (s.starts_with("... ")) return false;
  for (std::size_t i = 0; i + 1 < s.size(); ++i) {
    if ((s[i] == ':' && s[i + 1] == ' ') || (s[i] == ' ' && s[i + 1] == '#')) return false;
  }
  if (NeedsEscapes(s, false) || LooksNumeric(s)) return false;
  const auto meaning = ResolvePlain(s);
  return meaning && meaning->is_string();
}

/// A literal block keeps every byte of text whose lines need no escapes; its first line must not
/// start with white space, or the reader would take that for the indent.
bool IsLiteral(string_view s) {
  return s.find('\n') != string_view::npos && s.front() != ' ' && s.front() != '\n' &&
         !NeedsEscapes(s, true);
}

void WriteQuoted(string_view s, std::string& out) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  out += '"';
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; };
  for (std::size_t i = 0; i < s.size(); ++i) {
    const std::size_t begin = i;
    while (i < s.size() && is_plain(s[i])) ++i;
    out += s.substr(begin, i - begin);
    if (i == s.size()) break;
    const auto c = static_cast<unsigned char>(s[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += s[i];
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20 || c == 0x7f) {
      out += "\\x";
      out += kHex[c >> 4U];
      out += kHex[c & 15U];
    } else if (NeedsEscapes(s.substr(i, c == 0xC2 ? 2 : 3), true)) {
      if (c == 0xC2 && i + 1 < s.size()) {
        const auto low = static_cast<unsigned char>(s[++i]);
        out += "\\x";
        out += kHex[low >> 4U];
        out += kHex[low & 15U];
      } else if (c == 0xE2) {
        out += static_cast<unsigned char>(s[i + 2]) == 0xA8 ? "\\u2028" : "\\u2029";
        i += 2;
      } else if (c == 0xEF) {
        out += "\\uFEFF";
        i += 2;
      } else {
        out += s[i];
      }
    } else {
      out += s[i];
    }
  }
  out += '"';
}

void WriteLiteral(string_view s, std::size_t indent, std::string& out) {
  const std::size_t last = s.find_last_not_of('\n');
  const std::size_t trailing = s.size() - last - 1;
  out += trailing == 0 ? "|-" : trailing == 1 ? "|" : "|+";
  while (!s.empty()) {
    const std::size_t end = s.find('\n');
    const string_view line = s.substr(0, end);
    out += '\n';
    if (!line.empty()) {
      out.append(indent, ' ');
      out += line;
    }
    if (end == string_view::npos) break;
    s.remove_prefix(end + 1);
    if (s.empty()) break;
  }
}

void WriteString(string_view s, std::size_t indent, std::string& out) {
  if (IsPlain(s)) {
    out += s;
  } else if (IsLiteral(s)) {
    WriteLiteral(s, indent, out);
  } else {
    WriteQuoted(s, out);
  }
}

void WriteScalar(const Value& value, std::size_t indent, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Value::Kind::kNumber:
      out += value.as_number().text();
      return;
    case Value::Kind::kString:
      return WriteString(value.as_string(), indent, out);
    case Value::Kind::kList:
      out += "[]";
      return;
    case Value::Kind::kMap:
      out += "{}";
      return;
    default:
      out += "null";
  }
}

bool IsBlock(const Value& value) {
  return (value.is_map() && !value.as_map().empty()) ||
         (value.is_list() && !value.as_list().empty());
}

void WriteBlock(const Value& value, std::size_t indent, std::string& out);

/// A list entry or member value that stands after `- `: its first line continues the current one.
void WriteInline(const Value& value, std::size_t indent, std::string& out) {
  if (IsBlock(value)) return WriteBlock(value, indent, out);
  WriteScalar(value, indent, out);
  out += '\n';
}

/// A non-empty map or list; the cursor already stands at `indent` on its first line.
void WriteBlock(const Value& value, std::size_t indent, std::string& out) {
  bool first = true;
  const auto line = [&] {
    if (!first) out.append(indent, ' ');
    first = false;
  };
  if (value.is_list()) {
    for (const Value& element : value.as_list()) {
      line();
      out += "- ";
      WriteInline(element.is_dynamic() ? element.dynamic_value() : element, indent + 2, out);
    }
    return;
  }
  for (const auto& [key, wrapped] : value.as_map()) {
    const Value& member = wrapped.is_dynamic() ? wrapped.dynamic_value() : wrapped;
    line();
    const std::size_t key_at = out.size();
    if (key.find('\n') == std::string::npos && IsPlain(key)) {
      out += key;
    } else {
      WriteQuoted(key, out);
    }
    if (out.size() - key_at > kMaxSimpleKey) {
      out.insert(key_at, "? ");
      out += '\n';
      out.append(indent, ' ');
    }
    if (!IsBlock(member)) {
      out += ": ";
      WriteScalar(member, indent + 2, out);
      out += '\n';
      continue;
    }
    const std::size_t inner = member.is_list() ? indent : indent + 2;
    out += ":\n";
    out.append(inner, ' ');
    WriteBlock(member, inner, out);
  }
}

}  // namespace

void WriteYaml(const Value& value, std::string& out) {
  const Value& plain = value.is_dynamic() ? value.dynamic_value() : value;
  // Lines of a scalar are indented even where it is the whole document.
  WriteInline(plain, IsBlock(plain) ? 0 : 2, out);
}

std::string WriteYaml(const Value& value) {
  std::string out;
  WriteYaml(value, out);
  return out;
}

}  // namespace mesh
