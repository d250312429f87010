#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mesh {

/// A duration as Gateway API (GEP-2257) and Istio both read it, in milliseconds: one to four
/// groups of at most five digits and a unit of h, m, s or ms. Nullopt for anything else.
std::optional<std::int64_t> ParseDuration(std::string_view text);

}  // namespace mesh
