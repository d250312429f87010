#include "core/checks/istio_traffic/traffic_rules.h"

#include "core/checks/istio_traffic/destination_rule.h"
#include "core/checks/istio_traffic/destination_rule_rules.h"
#include "core/checks/istio_traffic/virtual_service.h"
#include "core/checks/istio_traffic/virtual_service_rules.h"

namespace mesh::istio {
namespace {

constexpr KindCheckRow kChecks[] = {
    {"networking.istio.io", "VirtualService", CheckVirtualService},
    {"networking.istio.io", "DestinationRule", CheckDestinationRule},
};

}  // namespace

std::span<const Rule> VirtualServiceRules() { return kVirtualServiceRules; }
std::span<const Rule> DestinationRuleRules() { return kDestinationRuleRules; }
std::span<const KindCheckRow> TrafficChecks() { return kChecks; }

}  // namespace mesh::istio
