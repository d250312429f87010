#include "core/checks/version.h"

#include <charconv>
#include <utility>

namespace mesh {
namespace {

std::pair<int, int> Minor(std::string_view text) {
  std::pair<int, int> out{-1, -1};
  const char* const end = text.data() + text.size();
  const auto [dot, error] = std::from_chars(text.data(), end, out.first);
  if (error == std::errc() && dot != end && *dot == '.') std::from_chars(dot + 1, end, out.second);
  return out;
}

}  // namespace

bool IsOlder(std::string_view a, std::string_view b) { return Minor(a) < Minor(b); }

}  // namespace mesh
