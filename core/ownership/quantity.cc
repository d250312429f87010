#include "core/ownership/quantity.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/model/decimal.h"

namespace mesh::ownership {
namespace {

struct Suffix {
  std::string_view text;
  int ten = 0;
  /// How often the value is multiplied by 1024.
  int kibi = 0;
};
constexpr Suffix kSuffixes[] = {
    {"", 0},      {"n", -9},    {"u", -6},    {"m", -3},    {"k", 3},     {"M", 6},
    {"G", 9},     {"T", 12},    {"P", 15},    {"E", 18},    {"Ki", 0, 1}, {"Mi", 0, 2},
    {"Gi", 0, 3}, {"Ti", 0, 4}, {"Pi", 0, 5}, {"Ei", 0, 6},
};
constexpr std::string_view kLargestBinary = "9223372036854775807";

std::string_view TakeDigits(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

std::optional<Suffix> SuffixOf(std::string_view text) {
  const auto* found = std::ranges::find(kSuffixes, text, &Suffix::text);
  if (found != std::end(kSuffixes)) return *found;
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  std::string_view power = text.substr(1);
  if (power.starts_with('+')) power.remove_prefix(1);
  std::int32_t exponent = 0;
  const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (error != std::errc() || end != power.data() + power.size()) return std::nullopt;
  return Suffix{text, exponent, 0};
}

/// The value that an API server keeps.
std::optional<Decimal> ParseQuantity(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  std::string digits(TakeDigits(text));
  const auto whole = static_cast<std::int64_t>(digits.size());
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += TakeDigits(text);
  }
  const auto suffix = SuffixOf(text);
  if (!suffix || digits.empty()) return std::nullopt;
  Decimal out = Decimal::Of(negative, std::move(digits), whole + suffix->ten);
  for (int i = 0; i < suffix->kibi; ++i) out.MultiplyBy(1024);
  out.RoundAway(9);
  if (suffix->kibi > 0) {
    Decimal largest = Decimal::Of(out.negative, std::string(kLargestBinary), kLargestBinary.size());
    const int order = Compare(out, largest);
    if (out.negative ? order < 0 : order > 0) return largest;
  }
  return out;
}

struct Unit {
  std::string_view text;
  std::uint64_t nanoseconds;
};
constexpr Unit kUnits[] = {
    {"ns", 1},         {"us", 1000},      {"\u00b5s", 1000},  // micro sign
    {"\u03bcs", 1000},                                        // Greek mu
    {"ms", 1000000},   {"s", 1000000000}, {"m", 60000000000}, {"h", 3600000000000},
};
constexpr std::uint64_t kMost = std::uint64_t{1} << 63U;

__extension__ typedef unsigned __int128 Wide;

/// Whole nanoseconds of `whole`.`fraction` units; nullopt when they are too many.
std::optional<std::uint64_t> Nanoseconds(std::string_view whole, std::string_view fraction,
                                         std::uint64_t unit) {
  Wide total = 0;
  for (const char c : whole) {
    total = total * 10 + static_cast<unsigned>(c - '0');
    if (total > kMost) return std::nullopt;
  }
  total *= unit;
  if (total > kMost) return std::nullopt;
  // 18 digits of an hour reach far below a nanosecond.
  Wide part = 0;
  Wide scale = 1;
  for (const char c : fraction.substr(0, 18)) {
    part = part * 10 + static_cast<unsigned>(c - '0');
    scale *= 10;
  }
  total += part * unit / scale;
  if (total > kMost) return std::nullopt;
  return static_cast<std::uint64_t>(total);
}

struct Duration {
  bool negative = false;
  std::uint64_t nanoseconds = 0;
};

/// Takes one number with its unit off the front of `text`.
std::optional<std::uint64_t> TakePart(std::string_view& text) {
  const std::string_view whole = TakeDigits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = TakeDigits(text);
  }
  if (whole.empty() && fraction.empty()) return std::nullopt;
  const std::string_view name = text.substr(0, text.find_first_of(".0123456789"));
  const auto* unit = std::ranges::find(kUnits, name, &Unit::text);
  if (unit == std::end(kUnits)) return std::nullopt;
  text.remove_prefix(name.size());
  return Nanoseconds(whole, fraction, unit->nanoseconds);
}

std::optional<Duration> ParseDuration(std::string_view text) {
  Duration out;
  if (text.starts_with('-') || text.starts_with('+')) {
    out.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text == "0") return Duration{};
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto part = TakePart(text);
    if (!part || *part > kMost - out.nanoseconds) return std::nullopt;
    out.nanoseconds += *part;
  }
  if (out.nanoseconds == kMost && !out.negative) return std::nullopt;
  if (out.nanoseconds == 0) out.negative = false;
  return out;
}

tl::unexpected<Diagnostics> NoQuantity(std::string_view text) {
  return Fail("Not a quantity", "\"" + std::string(text) +
                                    "\" is no Kubernetes quantity: write a number and, if you "
                                    "like, a suffix, such as 500m, 2, 1.5Gi or 1e3.");
}

tl::unexpected<Diagnostics> NoDuration(std::string_view text) {
  return Fail("Not a duration",
              "\"" + std::string(text) +
                  "\" is no duration: write numbers with their units, such as 300ms, 1.5s or "
                  "1h30m; up to about 292 years.");
}

}  // namespace

Result<std::strong_ordering> QuantityCompare(std::string_view a, std::string_view b) {
  const auto x = ParseQuantity(a);
  if (!x) return NoQuantity(a);
  const auto y = ParseQuantity(b);
  if (!y) return NoQuantity(b);
  return Compare(*x, *y) <=> 0;
}

Result<std::strong_ordering> DurationCompare(std::string_view a, std::string_view b) {
  const auto x = ParseDuration(a);
  if (!x) return NoDuration(a);
  const auto y = ParseDuration(b);
  if (!y) return NoDuration(b);
  if (x->negative != y->negative) {
    return x->negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return x->negative ? y->nanoseconds <=> x->nanoseconds : x->nanoseconds <=> y->nanoseconds;
}

}  // namespace mesh::ownership
