#pragma once

#include <algorithm>
#include <string_view>

namespace mesh {

// Kinds of ASCII characters, whatever the locale.

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
inline bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool IsLetter(char c) { return IsLower(c) || IsUpper(c); }
inline bool IsLowerOrDigit(char c) { return IsLower(c) || IsDigit(c); }
inline bool IsAlphanumeric(char c) { return IsLetter(c) || IsDigit(c); }
inline char ToLower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

inline bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ToLower, ToLower);
}

}  // namespace mesh
