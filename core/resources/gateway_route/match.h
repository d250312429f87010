#pragma once

#include <string>
#include <vector>

#include "core/resources/gateway_route/route.h"

namespace mesh {

/// What a rule matches, one text per method, in a form that is equal exactly when two rules match
/// the same requests by the same conditions. Empty while any of it is unknown.
std::vector<std::string> MatchKeys(const RouteRule& rule);

}  // namespace mesh
