#include "core/ownership/number_format.h"

#include "core/model/decimal.h"

namespace mesh::ownership {
namespace {

std::string Scientific(const Decimal& d) {
  const std::int64_t exponent = d.point - 1;
  std::string out(1, d.digits[0]);
  if (d.digits.size() > 1) out += "." + d.digits.substr(1);
  std::string power = std::to_string(exponent < 0 ? -exponent : exponent);
  if (power.size() < 2) power.insert(0, 1, '0');
  return out + (exponent < 0 ? "e-" : "e+") + power;
}

}  // namespace

std::string FormatNumber(const Number& number, const NumberStyle& style) {
  if (number.is_infinite()) return number.text();
  const Decimal d = Decimal::Of(number);
  if (d.digits.empty()) return "0";
  const bool plain = d.point - 1 >= style.smallest && d.point - 1 < style.largest;
  return (d.negative ? "-" : "") + (plain ? d.PlainDigits() : Scientific(d));
}

}  // namespace mesh::ownership
