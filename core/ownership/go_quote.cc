#include "core/ownership/go_quote.h"

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

/// The two-byte characters of Latin-1 that Go does not print: controls, the space that does not
/// break and the soft hyphen.
bool IsHiddenLatin(std::string_view rest) {
  if (rest.size() < 2 || rest[0] != '\xc2') return false;
  const auto low = static_cast<unsigned char>(rest[1]);
  return (low >= 0x80 && low <= 0xa0) || low == 0xad;
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
    } else if (IsHiddenLatin(s.substr(i))) {
      out += "\\u00";
      AppendHex(static_cast<unsigned char>(s[++i]), out);
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
