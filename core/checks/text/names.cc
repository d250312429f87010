#include "core/checks/text/names.h"

#include <algorithm>

#include "core/model/ascii.h"

namespace mesh::kubernetes {
namespace {

constexpr std::size_t kLongestSubdomain = 253;
constexpr std::size_t kLongestName = 63;
constexpr std::size_t kLongestPortName = 15;

bool HasLabelForm(std::string_view text) {
  return !text.empty() && IsLowerOrDigit(text.front()) && IsLowerOrDigit(text.back()) &&
         std::ranges::all_of(text, [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

bool HasNameForm(std::string_view text) {
  return !text.empty() && IsAlphanumeric(text.front()) && IsAlphanumeric(text.back()) &&
         std::ranges::all_of(
             text, [](char c) { return IsAlphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

std::string Sentence(std::string_view text, std::string_view wrong) {
  return "\"" + std::string(text) + "\" " + std::string(wrong);
}

constexpr std::string_view kNameForm =
    "is not made of letters, digits, `-`, `_` and `.` with a letter or digit at both ends.";

}  // namespace

bool IsDnsLabel(std::string_view text) { return text.size() <= kLongestName && HasLabelForm(text); }

bool IsDnsSubdomain(std::string_view text) {
  if (text.size() > kLongestSubdomain) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!HasLabelForm(text.substr(0, dot))) return false;
    if (dot == text.npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::string WrongQualifiedName(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash != name.npos) {
    if (name.find('/', slash + 1) != name.npos) {
      return Sentence(name, "has more than one `/`.");
    }
    if (!IsDnsSubdomain(name.substr(0, slash))) {
      return Sentence(name, "has no valid domain before the `/`.");
    }
  }
  const std::string_view last = slash == name.npos ? name : name.substr(slash + 1);
  if (last.empty()) return Sentence(name, slash == name.npos ? "is empty." : "ends with `/`.");
  if (last.size() > kLongestName) {
    return Sentence(name, "is longer than 63 characters" +
                              std::string(slash == name.npos ? "." : " after the `/`."));
  }
  return HasNameForm(last) ? "" : Sentence(name, kNameForm);
}

std::string WrongLabelValue(std::string_view value) {
  if (value.size() > kLongestName) return Sentence(value, "is longer than 63 characters.");
  return value.empty() || HasNameForm(value) ? "" : Sentence(value, kNameForm);
}

std::string WrongPortName(std::string_view name) {
  if (name.size() > kLongestPortName) return Sentence(name, "is longer than 15 characters.");
  if (!HasLabelForm(name) || name.find("--") != name.npos) {
    return Sentence(name, "is not made of a-z, 0-9 and single inner hyphens.");
  }
  return std::ranges::any_of(name, IsLower) ? "" : Sentence(name, "has no letter.");
}

}  // namespace mesh::kubernetes
