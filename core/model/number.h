#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesh {

/// An exact decimal number, kept as the text it was written with; it never passes through double.
///
/// Two numbers are equal when they mean the same (`10`, `10.0` and `1e1`). The spelling is kept for
/// output, so that a user's `10.0` stays `10.0`. Infinities exist because the wire can carry them.
class Number {
 public:
  Number() : text_("0") {}

  static Number FromInt(std::int64_t value) { return Number(std::to_string(value)); }
  static Number FromUint(std::uint64_t value) { return Number(std::to_string(value)); }
  static Number Infinity(bool negative) { return Number(negative ? "-inf" : "inf"); }

  /// Whether a text is `[+-]digits[.digits][e[+-]digits]`.
  static bool IsSpelling(std::string_view text);

  /// Accepts such a spelling within Decimal::kMaxPower; anything else is nullopt.
  static std::optional<Number> Parse(std::string_view text);

  /// The spelling, as written.
  const std::string& text() const { return text_; }
  bool is_infinite() const { return text_.back() == 'f'; }

  /// The value when it is a whole number within the range of int64 (`1e3` is 1000).
  std::optional<std::int64_t> AsInt64() const;

  /// Plain digits without exponent, leading or trailing zeros: equal numbers give equal texts.
  /// An exponent beyond +-10000 is kept in scientific form, so that input cannot exhaust memory.
  std::string Canonical() const;

  friend bool operator==(const Number& a, const Number& b) {
    return a.text_ == b.text_ || a.Canonical() == b.Canonical();
  }

 private:
  explicit Number(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace mesh
