#include "core/ownership/go_quote.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace mesh::ownership {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\\\"";
constexpr std::string_view kEscapes = "abfnrtv\\\"";

void AppendHex(unsigned char byte, std::string& out) {
  out += kHex[byte >> 4U];
  out += kHex[byte & 15U];
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
/// What Go does not print: controls, blanks other than the space, marks of direction, and private
/// use. Code points that Unicode has not assigned are taken for printable.
constexpr Range kHidden[] = {{0x80, 0xa0},     {0xad, 0xad},     {0x61c, 0x61c},
                             {0x1680, 0x1680}, {0x180e, 0x180e}, {0x2000, 0x200f},
                             {0x2028, 0x202f}, {0x205f, 0x206f}, {0x3000, 0x3000},
                             {0xe000, 0xf8ff}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}};

/// The character of two or three bytes that `rest` starts with; 0 when there is none.
std::uint32_t ShortCharacter(std::string_view rest) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(rest[i]));
  };
  const auto follows = [&](std::size_t i) { return i < rest.size() && (byte(i) & 0xc0U) == 0x80; };
  if ((byte(0) & 0xe0U) == 0xc0 && follows(1)) return (byte(0) & 0x1fU) << 6U | (byte(1) & 0x3fU);
  if ((byte(0) & 0xf0U) != 0xe0 || !follows(1) || !follows(2)) return 0;
  return (byte(0) & 0xfU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU);
}

bool IsHidden(std::uint32_t code) {
  return std::ranges::any_of(
      kHidden, [&](const Range& range) { return code >= range.first && code <= range.last; });
}

void AppendUtf8(std::uint32_t code, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      put(0xe0U | code >> 12U);
    } else {
      put(0xf0U | code >> 18U);
      put(0x80U | (code >> 12U & 0x3fU));
    }
    put(0x80U | (code >> 6U & 0x3fU));
  }
  put(0x80U | (code & 0x3fU));
}

/// Reads the escape at `text[at]`, which is a backslash, and moves past it.
bool TakeEscape(std::string_view text, std::size_t& at, std::string& out) {
  const char c = at + 1 < text.size() ? text[at + 1] : '\0';
  if (const std::size_t simple = kEscapes.find(c); c != '\0' && simple != kEscapes.npos) {
    out += kEscaped[simple];
    at += 2;
    return true;
  }
  const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  const std::string_view hex = text.substr(at + 2 < text.size() ? at + 2 : text.size(), digits);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
  if (digits == 0 || hex.size() != digits || error != std::errc() ||
      end != hex.data() + hex.size() || code > 0x10ffff) {
    return false;
  }
  if (c == 'x') {
    out += static_cast<char>(code);
  } else {
    AppendUtf8(code, out);
  }
  at += 2 + digits;
  return true;
}

}  // namespace

std::string GoQuote(std::string_view s) {
  std::string out = "\"";
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (const std::size_t simple = kEscaped.find(s[i]); simple != kEscaped.npos) {
      out += '\\';
      out += kEscapes[simple];
    } else if (c < 0x20 || c == 0x7f) {
      out += "\\x";
      AppendHex(c, out);
    } else if (const std::uint32_t code = ShortCharacter(s.substr(i)); IsHidden(code)) {
      out += "\\u";
      AppendHex(static_cast<unsigned char>(code >> 8U), out);
      AppendHex(static_cast<unsigned char>(code & 0xffU), out);
      i += code < 0x800 ? 1 : 2;
    } else {
      out += s[i];
    }
  }
  return out + '"';
}

std::optional<std::string> TakeGoQuoted(std::string_view& text) {
  if (!text.starts_with('"')) return std::nullopt;
  std::string out;
  for (std::size_t at = 1; at < text.size();) {
    if (text[at] == '"') {
      text.remove_prefix(at + 1);
      return out;
    }
    if (text[at] != '\\') {
      out += text[at++];
    } else if (!TakeEscape(text, at, out)) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace mesh::ownership
