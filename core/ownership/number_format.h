#pragma once

#include <string>

#include "core/model/number.h"

namespace mesh::ownership {

/// When Go prints a number with an exponent: below `10^smallest` and from `10^largest` on.
struct NumberStyle {
  int smallest;
  int largest;
};

/// encoding/json and json-iterator.
inline constexpr NumberStyle kJsonNumbers{-6, 21};
/// fmt's %v.
inline constexpr NumberStyle kTextNumbers{-4, 6};

/// The number as Go writes the float64 of that value, without ever being one: a number that
/// float64 cannot hold keeps all its digits.
std::string FormatNumber(const Number& number, const NumberStyle& style);

}  // namespace mesh::ownership
