#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace mesh {

/// The bytes that break a line at the front of `text`, which is not empty; 0 when none do. YAML 1.1
/// breaks lines at CR, LF, CRLF, NEL, LS and PS.
inline std::size_t YamlBreakSize(std::string_view text) {
  if (text.front() == '\n') return 1;
  if (text.front() == '\r') return text.starts_with("\r\n") ? 2 : 1;
  if (text.starts_with("\xC2\x85")) return 2;
  return text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9") ? 3 : 0;
}

/// Where the line that holds the byte `at` breaks, or the end of `text`.
inline std::size_t YamlLineEnd(std::string_view text, std::size_t at) {
  constexpr std::string_view kFirstBytes = "\n\r\xC2\xE2";
  at = std::min(at, text.size());
  while ((at = std::min(text.find_first_of(kFirstBytes, at), text.size())) < text.size() &&
         YamlBreakSize(text.substr(at)) == 0) {
    ++at;
  }
  return at;
}

}  // namespace mesh
