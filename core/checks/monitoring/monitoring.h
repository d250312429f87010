#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::monitoring {

/// Codes MSH7301 to MSH7399: objects of prometheus-operator, as the operator and Prometheus judge
/// them. The API server looks at their shape alone, so all of these are warnings.
std::span<const Rule> MonitoringRules();
std::span<const KindCheckRow> MonitoringChecks();

}  // namespace mesh::monitoring
