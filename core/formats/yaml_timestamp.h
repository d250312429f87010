#pragma once

#include <string_view>

namespace mesh {

/// True for what go-yaml accepts under `!!timestamp`: a date (2001-1-1 will do), or date and time
/// as RFC 3339 has them with a zone and `T` or `t`, or without a zone and with a space.
bool IsYamlTimestamp(std::string_view text);

}  // namespace mesh
