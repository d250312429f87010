#pragma once

#include <string>
#include <string_view>

namespace mesh::istio {

// Labels as Istio's webhook reads them; empty: nothing is wrong.

/// `name` or `prefix/name`: the prefix is a DNS name of at most 253 characters, the name has 1 to
/// 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
std::string WrongLabelKey(std::string_view key);
/// As the name of a key without a bound on its length, or empty.
std::string WrongLabelValue(std::string_view value);

}  // namespace mesh::istio
