#include "core/checks/istio/label_text.h"

#include <algorithm>

#include "core/checks/read.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr std::size_t kLongestLabelName = 63;
constexpr std::size_t kLongestPrefix = 253;

bool IsName(std::string_view text) {
  return !text.empty() && IsAlphanumeric(text.front()) && IsAlphanumeric(text.back()) &&
         std::ranges::all_of(
             text, [](char c) { return c == '-' || c == '_' || c == '.' || IsAlphanumeric(c); });
}

/// Parts may be longer than a DNS label: the webhook bounds the whole alone.
bool IsPrefix(std::string_view text) {
  if (text.size() > kLongestPrefix) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (!IsName(part) || part.find('_') != std::string_view::npos) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string WrongLabelKey(std::string_view key) {
  const std::size_t slash = key.find('/');
  const bool has_prefix = slash != std::string_view::npos;
  const std::string_view name = has_prefix ? key.substr(slash + 1) : key;
  if (has_prefix && !IsPrefix(key.substr(0, slash))) {
    return InQuotes(key) + " is no label key: what comes before the slash is no DNS name.";
  }
  if (name.size() > kLongestLabelName) {
    return InQuotes(key) + " is no label key: its name has more than 63 characters.";
  }
  if (!IsName(name)) {
    return InQuotes(key) +
           " is no label key: names have letters, digits, `-`, `_` and `.`, with a letter or "
           "digit at both ends.";
  }
  return {};
}

std::string WrongLabelValue(std::string_view value) {
  if (value.empty() || IsName(value)) return {};
  return InQuotes(value) +
         " is no label value: those have letters, digits, `-`, `_` and `.`, with a letter or "
         "digit at both ends.";
}

}  // namespace mesh::istio
