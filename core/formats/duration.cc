#include "core/formats/duration.h"

namespace mesh {
namespace {

/// Milliseconds of the unit at the front of `text`, which is consumed; 0 when there is none.
std::int64_t TakeUnit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
  };
  // "ms" comes before "m", which it starts with.
  for (const Unit& unit :
       {Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60 * 1000}, Unit{"h", 60 * 60 * 1000}}) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return unit.milliseconds;
  }
  return 0;
}

}  // namespace

std::optional<std::int64_t> ParseDuration(std::string_view text) {
  std::int64_t total = 0;
  int groups = 0;
  for (; !text.empty(); ++groups) {
    std::int64_t digits = 0;
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
      if (count == 5) return std::nullopt;
      digits = digits * 10 + (text[count++] - '0');
    }
    if (count == 0) return std::nullopt;
    text.remove_prefix(count);
    const std::int64_t unit = TakeUnit(text);
    if (unit == 0) return std::nullopt;
    total += digits * unit;
  }
  if (groups == 0 || groups > 4) return std::nullopt;
  return total;
}

}  // namespace mesh
