#pragma once

#include <string>
#include <vector>

#include "core/resources/gateway_route/route.h"

namespace mesh {

/// ASCII letters in lower case: header names mean the same in either case.
std::string LowerCase(std::string text);

/// The path with a slash at its end.
std::string WithClosingSlash(const std::string& path);

/// What a rule matches, one text per method, in a form that is equal exactly when two rules match
/// the same requests by the same conditions. Empty while any of it is unknown.
std::vector<std::string> MatchKeys(const RouteRule& rule);

}  // namespace mesh
