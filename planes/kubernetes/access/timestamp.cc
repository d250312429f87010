#include "planes/kubernetes/access/timestamp.h"

#include <algorithm>

namespace mesh {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Takes exactly `count` digits off the front of `text`.
std::optional<int> Digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool Take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// `12<separator>34`, each below its bound.
std::optional<std::pair<int, int>> Pair(std::string_view& text, std::string_view separator) {
  const auto first = Digits(text, 2);
  if (!first || !Take(text, separator)) return std::nullopt;
  const auto second = Digits(text, 2);
  if (!second) return std::nullopt;
  return std::pair(*first, *second);
}

/// The offset of the local time from UTC: `Z`, `+02:00`.
std::optional<minutes> Offset(std::string_view text) {
  if (text == "Z" || text == "z") return minutes(0);
  const bool behind = text.starts_with('-');
  if (!Take(text, "+-")) return std::nullopt;
  const auto both = Pair(text, ":");
  if (!both || !text.empty() || both->first > 23 || both->second > 59) return std::nullopt;
  const minutes offset = hours(both->first) + minutes(both->second);
  return behind ? -offset : offset;
}

}  // namespace

std::optional<TimePoint> ParseRfc3339(std::string_view text) {
  const auto year = Digits(text, 4);
  if (!year || !Take(text, "-")) return std::nullopt;
  const auto date = Pair(text, "-");
  if (!date || !Take(text, "Tt")) return std::nullopt;
  const auto clock = Pair(text, ":");
  if (!clock || !Take(text, ":")) return std::nullopt;
  const auto second = Digits(text, 2);
  if (!second) return std::nullopt;
  if (Take(text, ".")) {
    if (!Digits(text, 1)) return std::nullopt;
    while (Digits(text, 1)) {
    }
  }
  const auto offset = Offset(text);
  const std::chrono::year_month_day day{std::chrono::year(*year),
                                        std::chrono::month(static_cast<unsigned>(date->first)),
                                        std::chrono::day(static_cast<unsigned>(date->second))};
  // RFC 3339 knows leap seconds; they count as the second before.
  if (!offset || !day.ok() || clock->first > 23 || clock->second > 59 || *second > 60) {
    return std::nullopt;
  }
  return std::chrono::sys_days(day) + hours(clock->first) + minutes(clock->second) +
         seconds(std::min(*second, 59)) - *offset;
}

std::string CompactUtc(TimePoint time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<seconds>(time - day));
  std::string out;
  const auto append = [&out](long long value, std::size_t width) {
    const std::string digits = std::to_string(value);
    out.append(width - std::min(width, digits.size()), '0').append(digits);
  };
  append(static_cast<int>(date.year()), 4);
  append(static_cast<unsigned>(date.month()), 2);
  append(static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append(clock.hours().count(), 2);
  append(clock.minutes().count(), 2);
  append(clock.seconds().count(), 2);
  return out + 'Z';
}

}  // namespace mesh
