#pragma once

#include "core/checks/finding.h"

namespace mesh::gateway_api {

// Parts of gateways and listener sets, with defaults filled in.

void CheckListeners(const Value& listeners, const Place& at, Findings& out);
/// `from` and `selector`: which namespaces may attach.
void CheckNamespaces(const Value& namespaces, const Place& at, Findings& out);

}  // namespace mesh::gateway_api
