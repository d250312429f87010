#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::istio {

/// Telemetry.
std::span<const Rule> TelemetryRules();
/// WasmPlugin and TrafficExtension.
std::span<const Rule> ExtensionRules();
/// All three.
std::span<const KindCheckRow> TelemetryChecks();

}  // namespace mesh::istio
