#include <algorithm>
#include <charconv>

#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_security/security_kinds.h"
#include "core/checks/istio_security/security_rules.h"
#include "core/checks/istio_security/security_warnings.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kNoSelector = RuleOf(kSecurityRules, "MSH3041");
constexpr const Rule& kMutualTlsPort = RuleOf(kSecurityRules, "MSH3042");
constexpr const Rule& kRootSelector = RuleOf(kSecurityWarnings, "MSH3141");
constexpr const Rule& kDisabled = RuleOf(kSecurityWarnings, "MSH3142");
constexpr const Rule& kNothing = RuleOf(kSecurityWarnings, "MSH3143");

constexpr int kHighestMutualTlsPort = 65535;

/// The API server reads any number here, Istio only those that JSON knows: `080` is none.
bool IsPortKey(std::string_view key) {
  int port = 0;
  const auto read = std::from_chars(key.data(), key.data() + key.size(), port);
  return read.ec == std::errc() && read.ptr == key.data() + key.size() && key.front() >= '1' &&
         key.front() <= '9' && port <= kHighestMutualTlsPort;
}

/// Members that are null, the API server takes away.
bool HasMembers(const Value& value) {
  return std::ranges::any_of(MembersOf(value),
                             [](const auto& member) { return !member.second.is_null(); });
}

bool HasMode(const Value& mtls) {
  const std::string_view mode = TextOf(mtls.Get("mode"));
  return !mode.empty() && mode != "UNSET";
}

void CheckMode(const Value& mtls, const Place& at, Findings& out) {
  if (TextOf(mtls.Get("mode")) == "DISABLE") out.Add(kDisabled, at / "mode", "It is DISABLE.");
}

}  // namespace

void CheckPeerAuthentication(const Value& object, const CheckContext& context, Findings& out) {
  CheckPolicy(object, context, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  const Value& ports = spec.Get("portLevelMtls");
  const bool labels = HasMembers(spec.Get("selector").Get("matchLabels"));
  if (ports.is_map() && !labels) {
    out.Add(kNoSelector, at / "portLevelMtls", "There are no labels in selector.matchLabels.");
  }
  CheckMode(spec.Get("mtls"), at / "mtls", out);
  bool any_mode = HasMode(spec.Get("mtls"));
  for (const auto& [port, mtls] : MembersOf(ports)) {
    if (mtls.is_null()) continue;
    const Place port_at = (at / "portLevelMtls").Key(port);
    if (port.empty() || !IsPortKey(port))
      out.Add(kMutualTlsPort, port_at, "It is " + InQuotes(port) + ".");
    CheckMode(mtls, port_at, out);
    any_mode = any_mode || HasMode(mtls);
  }
  if (labels && NamespaceOf(object) == context.root_namespace) {
    out.Add(kRootSelector, at / "selector",
            "The object is in " + InQuotes(context.root_namespace) + ".");
  }
  if (!any_mode) out.Add(kNothing, at, "There is no mode but UNSET.");
}

}  // namespace mesh::istio
