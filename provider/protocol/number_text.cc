#include "provider/protocol/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace mesh {

std::optional<Number> NumberFromText(std::string_view text) {
  constexpr std::size_t kAlwaysPlain = 10000;
  if (text == "inf" || text == "-inf") return Number::Infinity(text.front() == '-');
  std::optional<Number> number = Number::Parse(text);
  if (!number) return std::nullopt;
  if (text.size() <= kAlwaysPlain && text.find_first_of("eE") == std::string_view::npos) {
    return number;
  }
  if (number->Canonical().find('e') != std::string::npos) return std::nullopt;
  return number;
}

std::optional<Number> NumberFromDouble(double value) {
  if (std::isnan(value)) return std::nullopt;
  if (std::isinf(value)) return Number::Infinity(value < 0);
  std::array<char, 1200> text;  // the longest double, plainly written, has 1,077 digits
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return Number::Parse({text.data(), static_cast<std::size_t>(end.ptr - text.data())});
}

}  // namespace mesh
