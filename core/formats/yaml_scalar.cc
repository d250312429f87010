#include "core/formats/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

namespace mesh {
namespace {

using std::string_view;

// The words of YAML 1.1 that go-yaml v2 takes for something else than strings.
constexpr auto kTrue = std::to_array<string_view>(
    {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"});
constexpr auto kFalse = std::to_array<string_view>(
    {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"});
constexpr auto kNullWords = std::to_array<string_view>({"", "~", "null", "Null", "NULL"});
constexpr auto kNotInJson =
    std::to_array<string_view>({".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf",
                                "-.INF", ".nan", ".NaN", ".NAN"});

template <std::size_t N>
bool In(const std::array<string_view, N>& words, string_view text) {
  return std::ranges::find(words, text) != words.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// An integer in another base than ten, with sign and prefix already taken off.
std::optional<Value> InBase(string_view digits, int base, bool negative) {
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  if (negative && value <= 1ULL << 63U) {
    return Value(Number::FromInt(static_cast<std::int64_t>(0 - value)));
  }
  return negative ? std::nullopt : std::optional<Value>(Number::FromUint(value));
}

std::optional<Value> Integer(string_view text) {
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  if (text.size() > 2 && text[0] == '0') {
    const char base = text[1];
    if (base == 'x' || base == 'X') return InBase(text.substr(2), 16, negative);
    if (base == 'b' || base == 'B') return InBase(text.substr(2), 2, negative);
    if (base == 'o' || base == 'O') return InBase(text.substr(2), 8, negative);
  }
  if (text.empty() || !std::ranges::all_of(text, IsDigit)) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return InBase(text.substr(1), 8, negative);
  return Value(*Number::Parse((negative ? "-" : "") + std::string(text)));
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` as a number that JSON can spell.
std::optional<Value> Float(string_view text) {
  std::string spelled;
  std::size_t at = 0;
  if (text[at] == '-' || text[at] == '+') {
    if (text[at] == '-') spelled += '-';
    ++at;
  }
  const std::size_t whole = at;
  while (at < text.size() && IsDigit(text[at])) ++at;
  const bool has_whole = at > whole;
  spelled += has_whole ? std::string(text.substr(whole, at - whole)) : "0";
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = ++at;
    while (at < text.size() && IsDigit(text[at])) ++at;
    if (!has_whole && at == fraction) return std::nullopt;
    spelled += "." + (at > fraction ? std::string(text.substr(fraction, at - fraction)) : "0");
  } else if (!has_whole) {
    return std::nullopt;
  }
  spelled += text.substr(at);
  // JSON knows no leading zeros: 08.5 is 8.5.
  const std::size_t first = spelled.starts_with('-') ? 1 : 0;
  while (spelled.size() > first + 1 && spelled[first] == '0' && IsDigit(spelled[first + 1])) {
    spelled.erase(first, 1);
  }
  auto number = Number::Parse(spelled);
  // What a double cannot hold stays text.
  if (!number || std::isinf(std::strtod(spelled.c_str(), nullptr))) return std::nullopt;
  return Value(*std::move(number));
}

}  // namespace

std::optional<Value> ResolvePlain(string_view text) {
  if (In(kNullWords, text)) return Value();
  const char first = text.front();
  if (!IsDigit(first) && first != '+' && first != '-' && first != '.') {
    if (text.size() > 5) return Value(text);
    if (In(kTrue, text)) return Value(true);
    if (In(kFalse, text)) return Value(false);
    return Value(text);
  }
  if (In(kNotInJson, text)) return std::nullopt;
  std::string plain(text);
  std::erase(plain, '_');
  if (!plain.empty() && plain != "+" && plain != "-") {
    if (auto integer = Integer(plain)) return integer;
  }
  if (!plain.empty()) {
    if (auto number = Float(plain)) return number;
  }
  return Value(text);
}

}  // namespace mesh
