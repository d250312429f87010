#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mesh::plugin {

/// Bytes of the well-formed UTF-8 sequence at `at` (1 to 4), or 0 when there is none: no overlong
/// forms, no surrogates, nothing above U+10FFFF.
std::size_t Utf8Length(std::string_view text, std::size_t at);

/// The text with every byte that is not part of well-formed UTF-8 replaced by U+FFFD.
std::string ValidUtf8(std::string_view text);

/// The longest well-formed head of `text` (which is valid UTF-8) of at most `bytes` bytes.
std::string_view Utf8Head(std::string_view text, std::size_t bytes);

}  // namespace mesh::plugin
