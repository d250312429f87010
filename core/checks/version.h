#pragma once

#include <string_view>

namespace mesh {

/// True when minor version `a` (`1.9`) comes before `b` (`1.31`). What follows the minor version is
/// not looked at; text that is no version is older than any.
bool IsOlder(std::string_view a, std::string_view b);

}  // namespace mesh
