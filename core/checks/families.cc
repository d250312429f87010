#include "core/checks/gateway_api/gateway_api.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_traffic/traffic_rules.h"
#include "core/checks/kubernetes/kubernetes.h"
#include "core/checks/shape_check.h"

namespace mesh {

std::span<const RuleFamily> RuleFamilies() {
  static const RuleFamily kFamilies[] = {
      {ShapeRules(), {}},
      {istio::SharedRules(), {}},
      {istio::VirtualServiceRules(), istio::TrafficChecks()},
      {istio::DestinationRuleRules(), {}},
      {GatewayApiRules(), GatewayApiChecks()},
      {KubernetesRules(), KubernetesChecks()},
  };
  return kFamilies;
}

}  // namespace mesh
