#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mesh::generator {

/// ` Did you mean "x"?` with the nearest of `known`, or a sentence that lists them when none is
/// near; starts with a space.
std::string Suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace mesh::generator
