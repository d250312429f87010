#include "core/checks/kong/kong.h"

#include "core/checks/kong/consumers.h"
#include "core/checks/kong/definitions.h"
#include "core/checks/kong/kong_rules.h"
#include "core/checks/kong/plugin.h"
#include "core/checks/kong/routing.h"

namespace mesh::kong {

std::span<const Rule> KongRules() { return kKongRules; }

std::span<const KindCheckRow> KongChecks() {
  constexpr std::string_view kGroup = "configuration.konghq.com";
  static constexpr KindCheckRow kChecks[] = {
      {kGroup, "KongCACertificate", CheckDefinition},
      {kGroup, "KongCertificate", CheckDefinition},
      {kGroup, "KongCertificate", CheckVaultReferences},
      {kGroup, "KongClusterPlugin", CheckConfigIsObject},
      {kGroup, "KongClusterPlugin", CheckIngressClass},
      {kGroup, "KongClusterPlugin", CheckGlobalMetrics},
      {kGroup, "KongClusterPlugin", CheckPlugin},
      {kGroup, "KongConsumer", CheckDefinition},
      {kGroup, "KongConsumer", CheckIngressClass},
      {kGroup, "KongConsumer", CheckConsumer},
      {kGroup, "KongConsumerGroup", CheckDefinition},
      {kGroup, "KongConsumerGroup", CheckIngressClass},
      {kGroup, "KongCredentialJWT", CheckDefinition},
      {kGroup, "KongCustomEntity", CheckDefinition},
      {kGroup, "KongIngress", CheckDefinition},
      {kGroup, "KongKey", CheckDefinition},
      {kGroup, "KongPlugin", CheckConfigIsObject},
      {kGroup, "KongPlugin", CheckPlugin},
      {kGroup, "KongPluginBinding", CheckDefinition},
      {kGroup, "KongReferenceGrant", CheckDefinition},
      {kGroup, "KongReferenceGrant", CheckGrantNamespaces},
      {kGroup, "KongRoute", CheckDefinition},
      {kGroup, "KongRoute", CheckRoute},
      {kGroup, "KongService", CheckService},
      {kGroup, "KongUpstream", CheckDefinition},
      {kGroup, "KongUpstream", CheckUpstream},
      {kGroup, "KongUpstreamPolicy", CheckDefinition},
      {kGroup, "KongVault", CheckDefinition},
      {kGroup, "KongVault", CheckIngressClass},
      {kGroup, "TCPIngress", CheckIngressClass},
      {kGroup, "UDPIngress", CheckIngressClass},
  };
  return kChecks;
}

}  // namespace mesh::kong
