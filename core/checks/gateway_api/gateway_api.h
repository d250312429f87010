#pragma once

#include "core/checks/finding.h"

namespace mesh {

/// Rules of Gateway API's kinds, as the newest standard channel has them; of versions that only the
/// experimental channel serves (v1alpha2, v1alpha3), as that has them.
std::span<const Rule> GatewayApiRules();
std::span<const KindCheckRow> GatewayApiChecks();

}  // namespace mesh
