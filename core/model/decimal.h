#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesh {

class Number;

/// An exact decimal number taken apart, to be calculated with: 0.<digits> * 10^point. Digits
/// neither start nor end with a zero; zero has none of them.
struct Decimal {
  /// The power of ten of a number's first digit is within +-kMaxPower, so that whatever is read can
  /// be written, read again and calculated with in 64 bits. (Terraform's numbers end sooner.)
  static constexpr std::int64_t kMaxPower = 1'000'000'000;

  bool negative = false;
  std::string digits;
  std::int64_t point = 0;

  /// Of a text that is a number as Number::Parse accepts it; nullopt beyond kMaxPower.
  static std::optional<Decimal> Parse(std::string_view text);
  /// Of a finite number.
  static Decimal Of(const Number& number);
  /// `digits` with the decimal point after the first `point` of them; brought into form.
  static Decimal Of(bool negative, std::string digits, std::int64_t point);

  /// Without its sign and without an exponent: as many digits as the point is away.
  std::string PlainDigits() const;

  /// Times a small factor.
  void MultiplyBy(std::uint32_t factor);
  /// Away from zero to the next multiple of 10^-places.
  void RoundAway(std::int64_t places);
};

/// Less than, equal to or greater than 0 as `a` is to `b`.
int Compare(const Decimal& a, const Decimal& b);

}  // namespace mesh
