#pragma once

#include <compare>
#include <string_view>

#include "core/model/diagnostic.h"

namespace mesh::ownership {

/// Compares two Kubernetes quantities (`1`, `1000m`, `1Gi`, `1e3`) exactly, as an API server
/// understands them: more precise than a nano is rounded away from zero to the next nano, and
/// binary suffixes are capped at 2^63-1. An error names the text that is no quantity.
Result<std::strong_ordering> QuantityCompare(std::string_view a, std::string_view b);

/// Compares two durations (`1s`, `1000ms`, `1m0s`, `1.5h`) exactly, in the form that Go, Istio and
/// the Gateway API read. Parts of a nanosecond are cut off. An error names the text that is none.
Result<std::strong_ordering> DurationCompare(std::string_view a, std::string_view b);

}  // namespace mesh::ownership
