#include "core/formats/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "core/formats/encoding.h"
#include "core/formats/utf8.h"
#include "core/formats/yaml_timestamp.h"
#include "core/model/ascii.h"

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

/// What go-yaml's tags tell apart. Integers beyond 64 bits are fractions to it; JSON knows no
/// foreign ones.
enum class Kind { kNull, kBool, kInteger, kFraction, kText, kForeign };

struct Scalar {
  Kind kind = Kind::kText;
  Value value;
};

/// A whole number of that base. Go reads a sign as one of int64, and its absence as of uint64, too.
std::optional<Value> InBase(string_view digits, int base, char sign) {
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  if (sign == '-') {
    if (value > kMax + 1) return std::nullopt;
    return Value(Number::FromInt(static_cast<std::int64_t>(0 - value)));
  }
  if (sign == '+' && value > kMax) return std::nullopt;
  return Value(Number::FromUint(value));
}

std::optional<Value> Integer(string_view text) {
  const char sign = text.front() == '-' || text.front() == '+' ? text.front() : ' ';
  if (sign != ' ') text.remove_prefix(1);
  if (text.empty() || !IsDigit(text[0])) return std::nullopt;
  if (text.size() > 2 && text[0] == '0') {
    const char base = text[1];
    if (base == 'x' || base == 'X') return InBase(text.substr(2), 16, sign);
    if (base == 'b' || base == 'B') return InBase(text.substr(2), 2, sign);
    if (base == 'o' || base == 'O') return InBase(text.substr(2), 8, sign);
  }
  if (text.size() > 1 && text[0] == '0') return InBase(text.substr(1), 8, sign);
  // Minus zero keeps its sign, as it does in JSON.
  if (text == "0" && sign == '-') return Value(*Number::Parse("-0"));
  return InBase(text, 10, sign);
}

template <class Float>
std::string Shortest(Float value, std::chars_format format) {
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  return {buffer.data(), end.ptr};
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` as a number that JSON can spell.
std::optional<Value> Fraction(string_view text) {
  std::string spelled;
  std::size_t at = 0;
  if (text[at] == '-' || text[at] == '+') {
    if (text[at] == '-') spelled += '-';
    ++at;
  }
  const std::size_t whole = at;
  while (at < text.size() && IsDigit(text[at])) ++at;
  const bool has_whole = at > whole;
  spelled += has_whole ? text.substr(whole, at - whole) : "0";
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = ++at;
    while (at < text.size() && IsDigit(text[at])) ++at;
    if (!has_whole && at == fraction) return std::nullopt;
    spelled += '.';
    spelled += at > fraction ? text.substr(fraction, at - fraction) : "0";
  } else if (!has_whole) {
    return std::nullopt;
  }
  spelled += text.substr(at);
  if (!Number::IsSpelling(spelled)) return std::nullopt;
  // JSON knows no leading zeros: 08.5 is 8.5.
  const std::size_t first = spelled.starts_with('-') ? 1 : 0;
  std::size_t zeros = 0;
  while (spelled.size() > first + zeros + 1 && spelled[first + zeros] == '0' &&
         IsDigit(spelled[first + zeros + 1])) {
    ++zeros;
  }
  spelled.erase(first, zeros);
  // Go's detour through a double shows where leading zeros promised another base.
  if (zeros > 0 && spelled.size() > 15 && std::ranges::all_of(spelled.substr(first), IsDigit)) {
    const double value = std::strtod(spelled.c_str(), nullptr);
    if (std::isinf(value)) return std::nullopt;
    spelled = Number::Parse(Shortest(value, std::chars_format::scientific))->Canonical();
  }
  // What is too large for a double stays text. What is too small even for a Number is zero.
  if (std::isinf(std::strtod(spelled.c_str(), nullptr))) return std::nullopt;
  const auto number = Number::Parse(spelled);
  return Value(number ? *number : *Number::Parse(spelled.starts_with('-') ? "-0" : "0"));
}

/// Go's literals have underscores between two digits only. (Where numbers start with a digit or a
/// sign, go-yaml takes all of them out before Go sees them.)
bool AllBetweenDigits(string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') continue;
    if (i == 0 || i + 1 == text.size() || !IsDigit(text[i - 1]) || !IsDigit(text[i + 1])) {
      return false;
    }
  }
  return true;
}

Scalar ResolveWord(string_view text) {
  if (text.size() <= 5) {
    if (In(kTrue, text)) return {Kind::kBool, Value(true)};
    if (In(kFalse, text)) return {Kind::kBool, Value(false)};
  }
  return {Kind::kText, Value(text)};
}

Scalar Resolve(string_view text) {
  if (IsSurelyText(text)) return {Kind::kText, Value(text)};
  if (In(kNullWords, text)) return {Kind::kNull, Value()};
  const char first = text.front();
  if (!IsDigit(first) && first != '+' && first != '-' && first != '.') return ResolveWord(text);
  if (In(kNotInJson, text)) return {Kind::kForeign, Value()};
  std::string plain(text);
  if (first != '.' || AllBetweenDigits(text)) std::erase(plain, '_');
  if (first != '.') {
    if (auto integer = Integer(plain)) return {Kind::kInteger, *std::move(integer)};
  }
  if (auto number = Fraction(plain)) return {Kind::kFraction, *std::move(number)};
  return {Kind::kText, Value(text)};
}

/// The key that kubectl makes of a fraction: the shortest spelling of a float32, with an exponent
/// where that is large or small. Empty for infinities.
std::string FractionKey(const std::string& spelled) {
  const auto value = static_cast<float>(std::strtod(spelled.c_str(), nullptr));
  if (!std::isfinite(value)) return "";
  const std::string scientific = Shortest(value, std::chars_format::scientific);
  const int exponent = std::atoi(scientific.c_str() + scientific.find('e') + 1);
  return exponent < -4 || exponent >= 6 ? scientific : Shortest(value, std::chars_format::fixed);
}

std::optional<std::string> KeyOf(const Scalar& scalar) {
  if (scalar.kind == Kind::kText) return scalar.value.as_string();
  if (scalar.kind == Kind::kBool) return scalar.value.as_bool() ? "true" : "false";
  if (scalar.kind != Kind::kInteger && scalar.kind != Kind::kFraction) return std::nullopt;
  const Number& number = scalar.value.as_number();
  std::string canonical = number.Canonical();
  const bool keeps = scalar.kind == Kind::kFraction ? FractionKey(number.text()) == canonical
                                                    : number.AsInt64().has_value();
  return keeps ? std::optional<std::string>(std::move(canonical)) : std::nullopt;
}

}  // namespace

std::optional<Value> ResolvePlain(string_view text) {
  Scalar scalar = Resolve(text);
  if (scalar.kind == Kind::kForeign) return std::nullopt;
  return std::move(scalar.value);
}

std::optional<Value> ResolveTagged(string_view tag, string_view text) {
  if (tag == "str" || tag == "!") return Value(text);
  if (tag == "binary") {
    auto bytes = DecodeBase64(text);
    if (!bytes || !IsUtf8(*bytes)) return std::nullopt;
    return Value(*std::move(bytes));
  }
  if (tag == "timestamp") {
    return IsYamlTimestamp(text) ? std::optional<Value>(Value(text)) : std::nullopt;
  }
  Scalar scalar = Resolve(text);
  const bool is_small_integer =
      scalar.kind == Kind::kInteger && scalar.value.as_number().AsInt64().has_value();
  const bool fits = (tag == "null" && scalar.kind == Kind::kNull) ||
                    (tag == "bool" && scalar.kind == Kind::kBool) ||
                    (tag == "int" && scalar.kind == Kind::kInteger) ||
                    (tag == "float" && (scalar.kind == Kind::kFraction || is_small_integer));
  return fits ? std::optional<Value>(std::move(scalar.value)) : std::nullopt;
}

std::optional<std::string> KeyOfPlain(string_view text) { return KeyOf(Resolve(text)); }

std::optional<std::string> KeyOfValue(const Value& value) {
  if (value.is_bool()) return KeyOf({Kind::kBool, value});
  if (value.is_string()) return KeyOf({Kind::kText, value});
  if (!value.is_number()) return std::nullopt;
  const bool is_fraction = value.as_number().text().find_first_of(".eE") != std::string::npos;
  return KeyOf({is_fraction ? Kind::kFraction : Kind::kInteger, value});
}

}  // namespace mesh
