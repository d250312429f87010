#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/number.h"

namespace mesh::ownership {

/// An exact decimal number taken apart: 0.<digits> * 10^point. Digits neither start nor end with a
/// zero; zero has none of them.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;

  static Decimal Of(const Number& number);
  /// `digits` with the decimal point after the first `point` of them; brought into form.
  static Decimal Of(bool negative, std::string digits, std::int64_t point);

  /// Times a small factor.
  void MultiplyBy(std::uint32_t factor);
  /// Away from zero to the next multiple of 10^-places.
  void RoundAway(std::int64_t places);
};

/// Less than, equal to or greater than 0 as `a` is to `b`.
int Compare(const Decimal& a, const Decimal& b);

}  // namespace mesh::ownership
