#include "core/formats/yaml_timestamp.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/model/ascii.h"

namespace mesh {
namespace {

using std::string_view;

/// Takes `least` to `most` digits off `text`; -1 when there are fewer.
int TakeDigits(string_view& text, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t taken = 0;
  while (taken < most && !text.empty() && IsDigit(text.front())) {
    value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++taken;
  }
  return taken < least ? -1 : value;
}

bool Take(string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

int DaysIn(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool TakeDate(string_view& text) {
  const int year = TakeDigits(text, 4, 4);
  if (year < 0 || !Take(text, '-')) return false;
  const int month = TakeDigits(text, 1, 2);
  if (month < 1 || month > 12 || !Take(text, '-')) return false;
  const int day = TakeDigits(text, 1, 2);
  return day >= 1 && day <= DaysIn(year, month);
}

bool TakeClock(string_view& text) {
  const int hour = TakeDigits(text, 1, 2);
  if (hour < 0 || hour > 23 || !Take(text, ':')) return false;
  const int minute = TakeDigits(text, 1, 2);
  if (minute < 0 || minute > 59 || !Take(text, ':')) return false;
  const int second = TakeDigits(text, 1, 2);
  if (second < 0 || second > 59) return false;
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !IsDigit(text[1])) return true;
  text.remove_prefix(1);
  while (!text.empty() && IsDigit(text.front())) text.remove_prefix(1);
  return true;
}

bool TakeZone(string_view& text) {
  if (Take(text, 'Z')) return true;
  if (!Take(text, '+') && !Take(text, '-')) return false;
  const int hours = TakeDigits(text, 2, 2);
  if (hours < 0 || hours > 24 || !Take(text, ':')) return false;
  const int minutes = TakeDigits(text, 2, 2);
  return minutes >= 0 && minutes <= 60;
}

}  // namespace

bool IsYamlTimestamp(string_view text) {
  if (!TakeDate(text)) return false;
  if (text.empty()) return true;
  if (text.front() == ' ') {
    // To Go, one space stands for any number.
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return TakeClock(text) && text.empty();
  }
  if (!Take(text, 'T') && !Take(text, 't')) return false;
  return TakeClock(text) && TakeZone(text) && text.empty();
}

}  // namespace mesh
