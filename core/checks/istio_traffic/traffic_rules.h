#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules and checks for VirtualService and DestinationRule; what these share with other kinds is in
/// core/checks/istio.
std::span<const Rule> VirtualServiceRules();
std::span<const Rule> DestinationRuleRules();
std::span<const KindCheckRow> TrafficChecks();

}  // namespace mesh::istio
