#include "core/ownership/decimal.h"

#include <charconv>

namespace mesh::ownership {

Decimal Decimal::Of(bool negative, std::string digits, std::int64_t point) {
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  digits.erase(0, first);
  digits.resize(digits.find_last_not_of('0') + 1);
  return {negative, std::move(digits), point - static_cast<std::int64_t>(first)};
}

Decimal Decimal::Of(const Number& number) {
  const std::string plain = number.Canonical();
  std::string_view rest = plain;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  std::int64_t exponent = 0;
  if (const std::size_t e = rest.find('e'); e != std::string_view::npos) {
    const std::string_view text = rest.substr(e + 1);
    std::from_chars(text.data(), text.data() + text.size(), exponent);
    rest = rest.substr(0, e);
  }
  const std::size_t dot = rest.find('.');
  std::string digits(rest.substr(0, dot));
  const std::int64_t point = static_cast<std::int64_t>(digits.size()) + exponent;
  if (dot != std::string_view::npos) digits += rest.substr(dot + 1);
  return Of(negative, std::move(digits), point);
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

}  // namespace mesh::ownership
