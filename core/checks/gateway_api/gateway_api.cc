#include "core/checks/gateway_api/gateway_api.h"

#include "core/checks/gateway_api/kinds.h"
#include "core/checks/gateway_api/rules.h"

namespace mesh {
namespace {

constexpr std::string_view kGroup = "gateway.networking.k8s.io";
// GatewayClass and ReferenceGrant have no rules beside their shape.
constexpr KindCheckRow kChecks[] = {
    {kGroup, "Gateway", gateway_api::CheckGateway},
    {kGroup, "ListenerSet", gateway_api::CheckListenerSet},
    {kGroup, "HTTPRoute", gateway_api::CheckHttpRoute},
    {kGroup, "GRPCRoute", gateway_api::CheckGrpcRoute},
    {kGroup, "TLSRoute", gateway_api::CheckStreamRoute},
    {kGroup, "TCPRoute", gateway_api::CheckStreamRoute},
    {kGroup, "UDPRoute", gateway_api::CheckStreamRoute},
    {kGroup, "BackendTLSPolicy", gateway_api::CheckBackendTlsPolicy},
};

}  // namespace

std::span<const Rule> GatewayApiRules() { return gateway_api::kRules; }
std::span<const KindCheckRow> GatewayApiChecks() { return kChecks; }

}  // namespace mesh
