#pragma once

#include <string_view>

namespace mesh {

/// True when `bytes` are UTF-8: no stray or missing bytes, no overlong forms, no surrogates,
/// nothing beyond U+10FFFF.
bool IsUtf8(std::string_view bytes);

}  // namespace mesh
