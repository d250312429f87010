#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// A time as RFC 3339 writes it (`2026-11-21T08:00:00Z`, with a fraction or an offset if there is
/// one), exact to the second, rounded down; nullopt for anything else.
std::optional<TimePoint> ParseRfc3339(std::string_view text);

/// `20261121T080000Z`, as AWS signs it.
std::string CompactUtc(TimePoint time);

}  // namespace mesh
