#include "core/checks/duration.h"

#include <algorithm>
#include <limits>

#include "core/model/ascii.h"

namespace mesh {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t nanoseconds;
};
// The two spellings of micro are U+00B5 and U+03BC.
constexpr Unit kUnits[] = {
    {"ns", 1},         {"us", 1'000},        {"\xC2\xB5s", 1'000},  {"\xCE\xBCs", 1'000},
    {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000},
};
// One more than the largest int64: what the most negative duration has without its sign.
constexpr std::uint64_t kMost = std::uint64_t{1} << 63U;

/// Digits at the front of a text, taken from it.
std::string_view TakeDigits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, IsDigit);
  const auto size = static_cast<std::size_t>(end - text.begin());
  const std::string_view out = text.substr(0, size);
  text.remove_prefix(size);
  return out;
}

std::optional<std::uint64_t> Whole(std::string_view digits) {
  std::uint64_t out = 0;
  for (const char c : digits) {
    if (out > kMost / 10) return std::nullopt;
    out = out * 10 + static_cast<std::uint64_t>(c - '0');
    if (out > kMost) return std::nullopt;
  }
  return out;
}

/// `0.digits` of a unit. Eighteen digits are below a nanosecond for every unit.
std::uint64_t Part(std::string_view digits, std::uint64_t unit) {
  std::uint64_t part = 0;
  std::uint64_t scale = 1;
  for (const char c : digits.substr(0, 18)) {
    part = part * 10 + static_cast<std::uint64_t>(c - '0');
    scale *= 10;
  }
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(Wide{part} * unit / scale);
}

/// One number with its unit, taken from the front.
std::optional<std::uint64_t> TakeGroup(std::string_view& text) {
  const std::string_view whole = TakeDigits(text);
  std::string_view part;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    part = TakeDigits(text);
  }
  if (whole.empty() && part.empty()) return std::nullopt;
  const auto name_end = std::ranges::find_if(text, [](char c) { return c == '.' || IsDigit(c); });
  const auto name = text.substr(0, static_cast<std::size_t>(name_end - text.begin()));
  const auto unit = std::ranges::find(kUnits, name, &Unit::name);
  const auto count = Whole(whole);
  if (unit == std::end(kUnits) || !count || *count > kMost / unit->nanoseconds) return std::nullopt;
  text.remove_prefix(name.size());
  return *count * unit->nanoseconds + Part(part, unit->nanoseconds);
}

}  // namespace

std::optional<std::int64_t> Nanoseconds(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  std::uint64_t sum = 0;
  while (!text.empty()) {
    const auto group = TakeGroup(text);
    if (!group || *group > kMost || sum + *group > kMost) return std::nullopt;
    sum += *group;
  }
  if (negative) return static_cast<std::int64_t>(~sum + 1);
  if (sum == kMost) return std::nullopt;
  return static_cast<std::int64_t>(sum);
}

}  // namespace mesh
