#include "core/checks/istio_networking/networking_checks.h"

#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_networking/endpoint_rules.h"
#include "core/checks/istio_networking/listener_rules.h"
#include "core/checks/istio_networking/networking_kinds.h"
#include "core/checks/istio_networking/proxy_rules.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kOldAllocation = RuleOf(kProxyRules, "MSH2390");

constexpr std::string_view kAllocationVariable = "ISTIO_META_DNS_AUTO_ALLOCATE";

constexpr KindCheckRow kChecks[] = {
    {"networking.istio.io", "Gateway", CheckGateway},
    {"networking.istio.io", "Sidecar", CheckSidecar},
    {"networking.istio.io", "ServiceEntry", CheckServiceEntry},
    {"networking.istio.io", "WorkloadEntry", CheckWorkloadEntry},
    {"networking.istio.io", "WorkloadGroup", CheckWorkloadGroup},
    {"networking.istio.io", "EnvoyFilter", CheckEnvoyFilter},
    {"networking.istio.io", "ProxyConfig", CheckProxyConfig},
};

}  // namespace

std::span<const Rule> ListenerRules() { return kListenerRules; }
std::span<const Rule> EndpointRules() { return kEndpointRules; }
std::span<const Rule> ProxyRules() { return kProxyRules; }
std::span<const KindCheckRow> NetworkingChecks() { return kChecks; }

void CheckProxyConfig(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const Value& spec = object.Get("spec");
  CheckSelector(spec.Get("selector"), "matchLabels", Place() / "spec" / "selector", out);
  if (spec.Get("environmentVariables").Has(kAllocationVariable)) {
    out.Add(kOldAllocation, (Place() / "spec" / "environmentVariables").Key(kAllocationVariable),
            "It is there.");
  }
}

}  // namespace mesh::istio
