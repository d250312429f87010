#include "core/checks/monitoring/prometheus_duration.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace mesh::monitoring {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 24 * 60 * 60 * kSecond;
// In the order in which they stand; a year has 365 days.
constexpr Unit kUnits[] = {
    {"y", 365 * kDay},   {"w", 7 * kDay}, {"d", kDay}, {"h", 60 * 60 * kSecond},
    {"m", 60 * kSecond}, {"s", kSecond},  {"ms", 1}};
constexpr std::int64_t kLongest = 292 * 365 * kDay;

}  // namespace

std::optional<std::int64_t> Milliseconds(std::string_view text) {
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  std::int64_t sum = 0;
  std::size_t next = 0;
  while (!text.empty()) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || count < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
    while (next < std::size(kUnits) && kUnits[next].name != text.substr(0, letters)) ++next;
    if (next == std::size(kUnits) || count > (kLongest - sum) / kUnits[next].milliseconds) {
      return std::nullopt;
    }
    sum += count * kUnits[next].milliseconds;
    ++next;
    text.remove_prefix(letters);
  }
  return sum;
}

}  // namespace mesh::monitoring
