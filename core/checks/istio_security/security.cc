#include "core/checks/istio_security/security.h"

#include "core/checks/istio_security/security_kinds.h"
#include "core/checks/istio_security/security_rules.h"
#include "core/checks/istio_security/security_warnings.h"

namespace mesh::istio {
namespace {

constexpr std::string_view kGroup = "security.istio.io";
constexpr KindCheckRow kChecks[] = {
    {kGroup, "AuthorizationPolicy", CheckAuthorizationPolicy},
    {kGroup, "PeerAuthentication", CheckPeerAuthentication},
    {kGroup, "RequestAuthentication", CheckRequestAuthentication},
};

}  // namespace

std::span<const Rule> SecurityRules() { return kSecurityRules; }
std::span<const Rule> SecurityWarnings() { return kSecurityWarnings; }
std::span<const KindCheckRow> SecurityChecks() { return kChecks; }

}  // namespace mesh::istio
