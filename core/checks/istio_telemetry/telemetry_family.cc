#include "core/checks/istio_telemetry/extension_rules.h"
#include "core/checks/istio_telemetry/telemetry.h"
#include "core/checks/istio_telemetry/telemetry_kinds.h"
#include "core/checks/istio_telemetry/telemetry_rules.h"

namespace mesh::istio {
namespace {

constexpr KindCheckRow kChecks[] = {
    {"telemetry.istio.io", "Telemetry", CheckTelemetry},
    {"extensions.istio.io", "WasmPlugin", CheckWasmPlugin},
    {"extensions.istio.io", "TrafficExtension", CheckTrafficExtension},
};

}  // namespace

std::span<const Rule> TelemetryRules() { return kTelemetryRules; }
std::span<const Rule> ExtensionRules() { return kExtensionRules; }
std::span<const KindCheckRow> TelemetryChecks() { return kChecks; }

}  // namespace mesh::istio
