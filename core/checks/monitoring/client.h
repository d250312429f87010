#pragma once

#include "core/checks/finding.h"

namespace mesh::monitoring {

/// How an endpoint is reached: authentication, TLS, OAuth 2 and proxy.
void CheckClient(const Value& endpoint, const Place& at, Findings& out);

}  // namespace mesh::monitoring
