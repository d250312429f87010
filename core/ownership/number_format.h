#pragma once

#include <string>

#include "core/model/number.h"

namespace mesh::ownership {

/// How Go prints a number: with an exponent below `10^smallest` and from `10^largest` on, and with
/// at least that many digits in a negative exponent.
struct NumberStyle {
  int smallest;
  int largest;
  std::size_t exponent_digits;
};

/// encoding/json and json-iterator.
inline constexpr NumberStyle kJsonNumbers{-6, 21, 1};
/// fmt's %v.
inline constexpr NumberStyle kTextNumbers{-4, 21, 2};

/// The number as Go writes the float64 of that value, without ever being one: a number that
/// float64 cannot hold keeps all its digits.
std::string FormatNumber(const Number& number, const NumberStyle& style);

}  // namespace mesh::ownership
