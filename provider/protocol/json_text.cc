#include "provider/protocol/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/formats/unicode.h"

namespace mesh {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

void AppendUtf8(std::string& out, std::uint32_t rune) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((rune >> shift) & 0x3f)); };
  if (rune < 0x80) {
    out += static_cast<char>(rune);
  } else if (rune < 0x800) {
    out += static_cast<char>(0xc0 | (rune >> 6));
    tail(0);
  } else if (rune < 0x10000) {
    out += static_cast<char>(0xe0 | (rune >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | (rune >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// The four hex digits at the front of `text`, or a value above 0xffff.
std::uint32_t Hex4(std::string_view text) {
  constexpr std::uint32_t kNone = 0x10000;
  if (text.size() < 4) return kNone;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, value, 16);
  return error == std::errc() && end == text.data() + 4 ? value : kNone;
}

bool IsHighSurrogate(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool IsLowSurrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

bool JsonReader::Fail(const std::string& why) {
  const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<long>(at_), '\n');
  return failure_.Because(why + " (line " + std::to_string(line) + " of the JSON text)");
}

bool JsonReader::Unexpected(const std::string& wanted) {
  SkipSpace();
  if (at_ >= text_.size()) return Fail("the text ends where " + wanted + " is required");
  static constexpr std::array<std::string_view, 7> kNames = {
      "null", "a bool", "a number", "a string", "an array", "an object", "something else"};
  return Fail(wanted + " is required, not " +
              std::string(kNames[static_cast<std::size_t>(Peek())]));
}

JsonReader::Kind JsonReader::Peek() {
  SkipSpace();
  if (at_ >= text_.size()) return Kind::kNone;
  const char c = text_[at_];
  if (c == '"') return Kind::kString;
  if (c == '{') return Kind::kObject;
  if (c == '[') return Kind::kArray;
  if (c == 'n') return Kind::kNull;
  if (c == 't' || c == 'f') return Kind::kBool;
  return c == '-' || IsDigit(c) ? Kind::kNumber : Kind::kNone;
}

bool JsonReader::Take(char c) { return Try(c) || Unexpected(std::string("`") + c + "`"); }

bool JsonReader::Word(std::string_view word) {
  SkipSpace();
  if (text_.substr(at_, word.size()) != word) return Unexpected("`" + std::string(word) + "`");
  at_ += word.size();
  return true;
}

bool JsonReader::AtEnd() {
  SkipSpace();
  return at_ == text_.size();
}

bool JsonReader::ReadBool(bool& out) {
  if (Peek() != Kind::kBool) return Unexpected("a bool");
  out = text_[at_] == 't';
  return Word(out ? "true" : "false");
}

bool JsonReader::ReadNumber(std::string_view& out) {
  if (Peek() != Kind::kNumber) return Unexpected("a number");
  const std::size_t start = at_;
  const auto digits = [&] {
    const std::size_t first = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ - first;
  };
  const auto one_of = [&](std::string_view set) {
    if (at_ >= text_.size() || set.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  };
  one_of("-");
  const bool zero = at_ < text_.size() && text_[at_] == '0';
  const std::size_t whole = digits();
  bool good = whole == 1 || (whole > 1 && !zero);
  if (good && one_of(".")) good = digits() > 0;
  if (good && one_of("eE")) {
    one_of("+-");
    good = digits() > 0;
  }
  if (!good) return Fail("malformed number");
  out = text_.substr(start, at_ - start);
  return true;
}

bool JsonReader::Raw(std::string_view& inner, bool& has_escapes) {
  if (Peek() != Kind::kString) return Unexpected("a string");
  const std::size_t start = ++at_;
  has_escapes = false;
  const char* const data = text_.data();
  for (std::size_t i = start; i < text_.size(); ++i) {
    const auto byte = static_cast<unsigned char>(data[i]);
    if (byte == '"') {
      inner = text_.substr(start, i - start);
      at_ = i + 1;
      return true;
    }
    if (byte < 0x20) return at_ = i, Fail("control character in a string");
    if (byte == '\\') {
      has_escapes = true;
      ++i;
    }
  }
  at_ = text_.size();
  return Fail("the text ends inside a string");
}

bool JsonReader::Unescape(std::string_view inner, std::string& out) {
  static constexpr std::string_view kEscapes = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  out.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\') {
      out += inner[i];
      continue;
    }
    const char code = inner[++i];
    if (code != 'u') {
      const std::size_t found = kEscapes.find(code);
      if (found == std::string_view::npos) return Fail("unknown escape in a string");
      out += kMeanings[found];
      continue;
    }
    std::uint32_t rune = Hex4(inner.substr(i + 1));
    i += 4;
    if (IsHighSurrogate(rune) && inner.substr(std::min(i + 1, inner.size()), 2) == "\\u") {
      const std::uint32_t low = Hex4(inner.substr(i + 3));
      if (!IsLowSurrogate(low)) return Fail("half a surrogate pair in a string");
      rune = 0x10000 + ((rune - 0xd800) << 10) + (low - 0xdc00);
      i += 6;
    } else if (rune > 0xffff || IsHighSurrogate(rune) || IsLowSurrogate(rune)) {
      return Fail("malformed \\u escape in a string");
    }
    AppendUtf8(out, rune);
  }
  return true;
}

bool JsonReader::ReadString(std::string& out) {
  std::string_view inner;
  bool has_escapes = false;
  if (!Raw(inner, has_escapes)) return false;
  std::string unescaped;
  if (has_escapes && !Unescape(inner, unescaped)) return false;
  auto normal = Normalize(has_escapes ? std::string_view(unescaped) : inner);
  if (!normal) return Fail("a string is not valid UTF-8");
  out = *std::move(normal);
  return true;
}

bool JsonReader::Skip(std::string_view& out, int depth) {
  if (depth > kMaxDecodeDepth) return Fail("nested too deeply");
  const Kind kind = Peek();
  const std::size_t start = at_;
  std::string_view inner;
  bool flag = false;
  bool good = false;
  switch (kind) {
    case Kind::kNull:
      good = ReadNull();
      break;
    case Kind::kBool:
      good = ReadBool(flag);
      break;
    case Kind::kNumber:
      good = ReadNumber(inner);
      break;
    case Kind::kString:
      good = Raw(inner, flag);
      break;
    case Kind::kArray:
      good = ReadArray([&](std::size_t) { return Skip(inner, depth + 1); });
      break;
    case Kind::kObject:
      good = Members([&] { return Raw(inner, flag) && Take(':') && Skip(inner, depth + 1); });
      break;
    case Kind::kNone:
      return Unexpected("a value");
  }
  if (good) out = text_.substr(start, at_ - start);
  return good;
}

void AppendJsonString(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  static constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  static constexpr std::string_view kShortCode = "\"\\bfnrt";
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t at = kShort.find(c); at != std::string_view::npos) {
      out += '\\';
      out += kShortCode[at];
    } else if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else if (byte == 0xe2 && (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029")) {
      out += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace mesh
