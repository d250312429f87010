#include <algorithm>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_traffic/destination_rule.h"
#include "core/checks/istio_traffic/destination_rule_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kEmpty = RuleOf(kDestinationRuleRules, "MSH2132");
constexpr const Rule& kTunnelAndProxy = RuleOf(kDestinationRuleRules, "MSH2133");
constexpr const Rule& kTunnelProtocol = RuleOf(kDestinationRuleRules, "MSH2134");
constexpr const Rule& kTunnelTarget = RuleOf(kDestinationRuleRules, "MSH2135");
constexpr const Rule& kNoPort = RuleOf(kDestinationRuleRules, "MSH2136");
constexpr const Rule& kPolicyPercentage = RuleOf(kDestinationRuleRules, "MSH2137");
constexpr const Rule& kLocalFailures = RuleOf(kDestinationRuleRules, "MSH2138");
constexpr const Rule& kUnreadCount = RuleOf(kDestinationRuleRules, "MSH2171");
constexpr const Rule& kLateCount = RuleOf(kDestinationRuleRules, "MSH2172");
constexpr const Rule& kCredential = RuleOf(kDestinationRuleRules, "MSH2173");
constexpr const Rule& kReplaced = RuleOf(kDestinationRuleRules, "MSH2174");
constexpr const Rule& kUnverified = RuleOf(kDestinationRuleRules, "MSH2175");

/// Settings that a port can have, too.
constexpr std::string_view kPortSettings[] = {"connectionPool", "loadBalancer", "outlierDetection",
                                              "tls"};
constexpr std::string_view kOtherSettings[] = {"tunnel", "proxyProtocol", "retryBudget"};
/// How many 5xx errors in a row eject an endpoint where nothing is said.
constexpr std::int64_t kDefaultErrors = 5;

bool HasAny(const Value& policy, const auto& settings) {
  return std::ranges::any_of(settings,
                             [&](std::string_view name) { return !policy.Get(name).is_null(); });
}

void CheckOutlierDetection(const Value& outlier, const Place& at, Findings& out) {
  if (!outlier.is_map()) return;
  CheckDuration(outlier.Get("baseEjectionTime"), at / "baseEjectionTime", out);
  CheckDuration(outlier.Get("interval"), at / "interval", out);
  if (WholeOf(outlier.Get("consecutiveLocalOriginFailures")) > 0 &&
      !IsTrue(outlier.Get("splitExternalLocalOriginErrors"))) {
    out.Add(kLocalFailures, at / "consecutiveLocalOriginFailures",
            "splitExternalLocalOriginErrors is not true.");
  }
  for (const std::string_view field : {"maxEjectionPercent", "minHealthPercent"}) {
    const std::int64_t percentage = WholeOf(outlier.Get(field));
    if (percentage >= 0 && percentage <= 100) continue;
    out.Add(kPolicyPercentage, at / field, "It is " + std::to_string(percentage) + ".");
  }
  const std::int64_t unread = WholeOf(outlier.Get("consecutiveErrors"));
  if (unread != 0) {
    out.Add(kUnreadCount, at / "consecutiveErrors", "It is " + std::to_string(unread) + ".");
  }
  const std::int64_t gateway = WholeOf(outlier.Get("consecutiveGatewayErrors"));
  const std::int64_t all = WholeOf(outlier.Get("consecutive5xxErrors"), kDefaultErrors);
  if (all > 0 && gateway >= all) {
    out.Add(kLateCount, at / "consecutiveGatewayErrors",
            "It is " + std::to_string(gateway) + ", and the count of 5xx errors is " +
                std::to_string(all) + ".");
  }
}

/// TLS of a rule: what the settings are in general, and what they are for those who get the rule.
void CheckTls(const Value& tls, const DestinationRuleScope& scope, const Place& at, Findings& out) {
  CheckClientTls(tls, scope.own_namespace, at, out);
  const std::string_view mode = TextOf(tls.Get("mode"));
  if (mode != "SIMPLE" && mode != "MUTUAL") return;
  if (IsTrue(tls.Get("insecureSkipVerify"))) {
    out.Add(kUnverified, at / "insecureSkipVerify", "It is true.");
  }
  const std::string_view credential = TextOf(tls.Get("credentialName"));
  // A ConfigMap holds nothing that is secret, so every sidecar may read it.
  if (scope.is_for_any_sidecar && !credential.empty() && !credential.starts_with("configmap://")) {
    out.Add(kCredential, at / "credentialName",
            "There is neither workloadSelector nor exportTo in the rule.");
  }
}

void CheckTunnel(const Value& tunnel, const Place& at, Findings& out) {
  if (!tunnel.is_map()) return;
  const std::string_view protocol = TextOf(tunnel.Get("protocol"));
  if (!protocol.empty() && protocol != "CONNECT" && protocol != "POST") {
    out.Add(kTunnelProtocol, at / "protocol", "It is " + InQuotes(protocol) + ".");
  }
  const Value& target = tunnel.Get("targetHost");
  if (target.is_string() && !IsIpAddress(target.as_string())) {
    if (std::string wrong = WrongFqdn(target.as_string()); !wrong.empty()) {
      out.Add(kTunnelTarget, at / "targetHost", std::move(wrong));
    }
  }
  CheckPort(tunnel.Get("targetPort"), at / "targetPort", out);
}

/// What a policy for all ports and one for a single port share.
void CheckSettings(const Value& policy, const DestinationRuleScope& scope, const Place& at,
                   Findings& out) {
  const Value& outlier = policy.Get("outlierDetection");
  CheckOutlierDetection(outlier, at / "outlierDetection", out);
  CheckConnectionPool(policy.Get("connectionPool"), at / "connectionPool", out);
  CheckLoadBalancer(policy.Get("loadBalancer"), outlier, at / "loadBalancer", out);
  CheckTls(policy.Get("tls"), scope, at / "tls", out);
}

void CheckPortSettings(const Value& port, const Value& policy, const DestinationRuleScope& scope,
                       const Place& at, Findings& out) {
  if (!port.is_map()) return;
  if (port.Get("port").is_null()) out.Add(kNoPort, at, "There is no port.");
  if (!HasAny(port, kPortSettings)) {
    out.Add(kEmpty, at, "There is no setting beside the port.");
  }
  CheckSettings(port, scope, at, out);
  std::string replaced;
  for (const std::string_view name : kPortSettings) {
    if (policy.Get(name).is_null() || !port.Get(name).is_null()) continue;
    replaced += (replaced.empty() ? "" : ", ") + std::string(name);
  }
  if (!replaced.empty()) out.Add(kReplaced, at, "The port does not inherit " + replaced + ".");
}

}  // namespace

void CheckTrafficPolicy(const Value& policy, const DestinationRuleScope& scope, const Place& at,
                        Findings& out) {
  if (!policy.is_map()) return;
  const Value::List& ports = ItemsOf(policy.Get("portLevelSettings"));
  if (ports.empty() && !HasAny(policy, kPortSettings) && !HasAny(policy, kOtherSettings)) {
    return out.Add(kEmpty, at, "There is no setting in it.");
  }
  if (!policy.Get("tunnel").is_null() && !policy.Get("proxyProtocol").is_null()) {
    out.Add(kTunnelAndProxy, at, "Both are there.");
  }
  CheckSettings(policy, scope, at, out);
  for (std::size_t i = 0; i < ports.size(); ++i) {
    CheckPortSettings(ports[i], policy, scope, (at / "portLevelSettings")[i], out);
  }
  CheckTunnel(policy.Get("tunnel"), at / "tunnel", out);
  CheckDurationText(policy.At({"retryBudget", "budgetInterval"}),
                    at / "retryBudget" / "budgetInterval", out);
}

}  // namespace mesh::istio
