#include "core/model/decimal.h"

#include <charconv>
#include <cstdlib>
#include <utility>

#include "core/model/number.h"

namespace mesh {
namespace {

/// What stands after an `e`; nullopt where no digits before it could lead back to kMaxPower.
std::optional<std::int64_t> Exponent(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  constexpr std::int64_t kLongerThanTexts = std::int64_t{1} << 60U;
  if (error != std::errc() || parsed > kLongerThanTexts || parsed < -kLongerThanTexts) {
    return std::nullopt;
  }
  return parsed;
}

}  // namespace

Decimal Decimal::Of(bool negative, std::string digits, std::int64_t point) {
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  digits.erase(0, first);
  digits.resize(digits.find_last_not_of('0') + 1);
  return {negative, std::move(digits), point - static_cast<std::int64_t>(first)};
}

Decimal Decimal::Of(const Number& number) {
  return Parse(number.text()).value();  // Number::Parse has seen to it.
}

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t e = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, e);
  const std::size_t dot = mantissa.find('.');
  std::string digits(mantissa.substr(0, dot));
  const auto whole = static_cast<std::int64_t>(digits.size());
  if (dot != std::string_view::npos) digits += mantissa.substr(dot + 1);
  Decimal out = Of(negative, std::move(digits), whole);
  if (out.digits.empty() || e == std::string_view::npos) return out;
  const std::optional<std::int64_t> exponent = Exponent(text.substr(e + 1));
  if (!exponent) return std::nullopt;
  out.point += *exponent;
  if (std::abs(out.point - 1) > kMaxPower) return std::nullopt;
  return out;
}

std::string Decimal::PlainDigits() const {
  if (digits.empty()) return "0";
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  const auto whole = static_cast<std::size_t>(point);
  if (whole >= digits.size()) return digits + std::string(whole - digits.size(), '0');
  return digits.substr(0, whole) + "." + digits.substr(whole);
}

void Decimal::MultiplyBy(std::uint32_t factor) {
  std::string product = digits;
  std::uint64_t carry = 0;
  for (std::size_t i = product.size(); i-- > 0;) {
    carry += static_cast<std::uint64_t>(product[i] - '0') * factor;
    product[i] = static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  const std::string head = carry == 0 ? "" : std::to_string(carry);
  *this = Of(negative, head + product, point + static_cast<std::int64_t>(head.size()));
}

void Decimal::RoundAway(std::int64_t places) {
  const std::int64_t kept = point + places;
  if (digits.empty() || kept >= static_cast<std::int64_t>(digits.size())) return;
  if (kept < 0) {
    *this = {negative, "1", 1 - places};
    return;
  }
  std::string rounded = "0" + digits.substr(0, static_cast<std::size_t>(kept));
  std::size_t at = rounded.size() - 1;
  for (; rounded[at] == '9'; --at) rounded[at] = '0';
  ++rounded[at];
  *this = Of(negative, std::move(rounded), point + 1);
}

int Compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  const int sign = a.negative ? -1 : 1;
  if (a.digits.empty() || b.digits.empty()) {
    return sign * (static_cast<int>(!a.digits.empty()) - static_cast<int>(!b.digits.empty()));
  }
  if (a.point != b.point) return a.point < b.point ? -sign : sign;
  return sign * a.digits.compare(b.digits);
}

}  // namespace mesh
