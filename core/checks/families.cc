#include "core/checks/gateway_api/gateway_api.h"
#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_networking/networking_checks.h"
#include "core/checks/istio_security/security.h"
#include "core/checks/istio_telemetry/telemetry.h"
#include "core/checks/istio_traffic/traffic_rules.h"
#include "core/checks/kafka/kafka.h"
#include "core/checks/kong/kong.h"
#include "core/checks/kubernetes/kubernetes.h"
#include "core/checks/monitoring/monitoring.h"
#include "core/checks/shape_check.h"

namespace mesh {

std::span<const RuleFamily> RuleFamilies() {
  static const RuleFamily kFamilies[] = {
      {ShapeRules(), {}},
      {istio::SharedRules(), {}},
      {istio::VirtualServiceRules(), istio::TrafficChecks()},
      {istio::DestinationRuleRules(), {}},
      {istio::ListenerRules(), istio::NetworkingChecks()},
      {istio::EndpointRules(), {}},
      {istio::ProxyRules(), {}},
      {istio::SecurityRules(), istio::SecurityChecks()},
      {istio::SecurityWarnings(), {}},
      {istio::PolicyRules(), {}},
      {istio::TelemetryRules(), istio::TelemetryChecks()},
      {istio::ExtensionRules(), {}},
      {GatewayApiRules(), GatewayApiChecks()},
      {KubernetesRules(), KubernetesChecks()},
      {kong::KongRules(), kong::KongChecks()},
      {kafka::KafkaRules(), kafka::KafkaChecks()},
      {monitoring::MonitoringRules(), monitoring::MonitoringChecks()},
  };
  return kFamilies;
}

}  // namespace mesh
