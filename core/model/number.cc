#include "core/model/number.h"

#include <charconv>
#include <cstdlib>

#include "core/model/ascii.h"

namespace mesh {
namespace {

/// sign, digits without leading or trailing zeros, and the power of ten they are multiplied with.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

constexpr std::int64_t kMaxPlainExponent = 10000;

/// Consumes digits from `text` at `at` and returns how many there were.
std::size_t Digits(std::string_view text, std::size_t at) {
  std::size_t n = 0;
  while (at + n < text.size() && IsDigit(text[at + n])) ++n;
  return n;
}

/// The digits after an `e`; nullopt beyond Number::kMaxPower, whatever stands before the `e`.
std::optional<std::int64_t> Exponent(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  constexpr std::int64_t kNoDigitsReachIt = std::int64_t{1} << 60U;
  if (error != std::errc() || parsed > kNoDigitsReachIt || parsed < -kNoDigitsReachIt) return {};
  return parsed;
}

/// Takes a well-formed number apart; nullopt beyond Number::kMaxPower.
std::optional<Decimal> Take(std::string_view text) {
  Decimal out;
  std::size_t at = 0;
  if (text[at] == '-' || text[at] == '+') out.negative = text[at++] == '-';
  bool fraction = false;
  for (; at < text.size() && (IsDigit(text[at]) || text[at] == '.'); ++at) {
    if (text[at] == '.') {
      fraction = true;
      continue;
    }
    out.digits += text[at];
    if (fraction) --out.exponent;
  }
  const std::size_t first = out.digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal{};
  if (at < text.size()) {
    const std::optional<std::int64_t> exponent = Exponent(text.substr(at + 1));
    if (!exponent) return std::nullopt;
    out.exponent += *exponent;
  }
  out.digits.erase(0, first);
  while (out.digits.back() == '0') {
    out.digits.pop_back();
    ++out.exponent;
  }
  const std::int64_t power = out.exponent + static_cast<std::int64_t>(out.digits.size()) - 1;
  if (std::abs(power) > Number::kMaxPower) return std::nullopt;
  return out;
}

}  // namespace

std::optional<Number> Number::Parse(std::string_view text) {
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  const std::size_t whole = Digits(text, at);
  if (whole == 0) return std::nullopt;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = Digits(text, at + 1);
    if (fraction == 0) return std::nullopt;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = Digits(text, at);
    if (exponent == 0) return std::nullopt;
    at += exponent;
  }
  if (at != text.size()) return std::nullopt;
  if (text.find_first_of("eE") != std::string_view::npos && !Take(text)) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  return Number(std::string(text));
}

std::string Number::Canonical() const {
  if (is_infinite()) return text_;
  const Decimal d = Take(text_).value();  // Parse has seen to it.
  if (d.digits.empty()) return "0";
  std::string out = d.negative ? "-" : "";
  if (std::abs(d.exponent) > kMaxPlainExponent) {
    return out + d.digits + "e" + std::to_string(d.exponent);
  }
  if (d.exponent >= 0)
    return out + d.digits + std::string(static_cast<std::size_t>(d.exponent), '0');
  const auto places = static_cast<std::size_t>(-d.exponent);
  if (places < d.digits.size()) {
    return out + d.digits.substr(0, d.digits.size() - places) + "." +
           d.digits.substr(d.digits.size() - places);
  }
  return out + "0." + std::string(places - d.digits.size(), '0') + d.digits;
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
