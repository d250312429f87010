#include "core/model/number.h"

#include <charconv>
#include <cstdlib>

#include "core/model/ascii.h"
#include "core/model/decimal.h"

namespace mesh {
namespace {

constexpr std::int64_t kMaxPlainExponent = 10000;

/// Consumes digits from `text` at `at` and returns how many there were.
std::size_t Digits(std::string_view text, std::size_t at) {
  std::size_t n = 0;
  while (at + n < text.size() && IsDigit(text[at + n])) ++n;
  return n;
}

}  // namespace

bool Number::IsSpelling(std::string_view text) {
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  const std::size_t whole = Digits(text, at);
  if (whole == 0) return false;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = Digits(text, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = Digits(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

std::optional<Number> Number::Parse(std::string_view text) {
  if (!IsSpelling(text)) return std::nullopt;
  if (text.find_first_of("eE") != std::string_view::npos && !Decimal::Parse(text)) {
    return std::nullopt;
  }
  if (text.front() == '+') text.remove_prefix(1);
  return Number(std::string(text));
}

std::string Number::Canonical() const {
  if (is_infinite()) return text_;
  const Decimal d = Decimal::Of(*this);
  const std::string sign = d.negative ? "-" : "";
  const std::int64_t exponent = d.point - static_cast<std::int64_t>(d.digits.size());
  if (std::abs(exponent) > kMaxPlainExponent) {
    return sign + d.digits + "e" + std::to_string(exponent);
  }
  return sign + d.PlainDigits();
}

std::optional<std::int64_t> Number::AsInt64() const {
  if (is_infinite()) return std::nullopt;
  const std::string plain = Canonical();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size()) return std::nullopt;
  return value;
}

}  // namespace mesh
