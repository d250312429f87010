#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mesh::monitoring {

/// The milliseconds of a duration as Prometheus writes them: `1d12h`, `30s`, `500ms`, `0`. Nullopt
/// for what is none, and for more than 292 years, which Prometheus refuses.
std::optional<std::int64_t> Milliseconds(std::string_view text);

}  // namespace mesh::monitoring
