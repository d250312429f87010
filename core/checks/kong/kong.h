#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::kong {

/// Codes MSH7001 to MSH7199: objects of Kong's API group, as its definitions, its controllers and
/// Kong itself judge them.
std::span<const Rule> KongRules();
std::span<const KindCheckRow> KongChecks();

}  // namespace mesh::kong
