#include "core/resources/namespace/names.h"

#include <algorithm>

#include "core/model/ascii.h"

namespace mesh {
namespace {

bool IsDnsLabel(std::string_view s, std::size_t longest) {
  return !s.empty() && s.size() <= longest && IsLowerOrDigit(s.front()) &&
         IsLowerOrDigit(s.back()) &&
         std::ranges::all_of(s, [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

bool IsSubdomain(std::string_view s) {
  if (s.size() > 253) return false;
  while (true) {
    const std::size_t dot = s.find('.');
    if (!IsDnsLabel(s.substr(0, dot), 253)) return false;
    if (dot == std::string_view::npos) return true;
    s.remove_prefix(dot + 1);
  }
}

bool IsQualifiedName(std::string_view s) {
  return !s.empty() && s.size() <= 63 && IsAlphanumeric(s.front()) && IsAlphanumeric(s.back()) &&
         std::ranges::all_of(
             s, [](char c) { return IsAlphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

std::string Is(const Value& value) { return "is \"" + value.as_string() + "\". "; }

}  // namespace

std::optional<std::string> WrongDnsLabel(const Value& name) {
  if (IsDnsLabel(name.as_string(), 63)) return std::nullopt;
  return Is(name) +
         "Use at most 63 lower-case letters, digits and \"-\", starting and ending with a letter "
         "or digit (DNS-1123 label).";
}

std::optional<std::string> WrongLabelValue(const Value& value) {
  if (value.as_string().empty() || IsQualifiedName(value.as_string())) return std::nullopt;
  return Is(value) +
         "A label value has at most 63 letters, digits, \"-\", \"_\" and \".\", and starts and "
         "ends with a letter or digit. It is not changed silently: give a valid one.";
}

std::optional<std::string> WrongFilledLabelValue(const Value& value) {
  if (!value.as_string().empty()) return WrongLabelValue(value);
  return "is empty. Leave the attribute out, or give a label value.";
}

std::optional<std::string> WrongLabelKey(const Value& key) {
  const std::string_view text = key.as_string();
  const std::size_t slash = text.find('/');
  const bool fine = slash == std::string_view::npos ? IsQualifiedName(text)
                                                    : IsSubdomain(text.substr(0, slash)) &&
                                                          IsQualifiedName(text.substr(slash + 1));
  if (fine) return std::nullopt;
  return "is no valid key. Use an optional DNS name and \"/\", then at most 63 letters, digits, "
         "\"-\", \"_\" and \".\", such as \"team\" or \"example.com/team\".";
}

}  // namespace mesh
