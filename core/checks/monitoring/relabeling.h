#pragma once

#include "core/checks/finding.h"

namespace mesh::monitoring {

/// Judges a list of relabellings as prometheus-operator does.
void CheckRelabelings(const Value& relabelings, const Place& at, Findings& out);

}  // namespace mesh::monitoring
