#include <algorithm>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_traffic/virtual_service.h"
#include "core/checks/istio_traffic/virtual_service_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kL4Host = RuleOf(kSharedRules, "MSH2001");
constexpr const Rule& kNoDestinations = RuleOf(kVirtualServiceRules, "MSH2070");
constexpr const Rule& kNoMatch = RuleOf(kVirtualServiceRules, "MSH2073");
constexpr const Rule& kNoHosts = RuleOf(kVirtualServiceRules, "MSH2074");
constexpr const Rule& kForeignHost = RuleOf(kVirtualServiceRules, "MSH2075");
constexpr const Rule& kAddress = RuleOf(kVirtualServiceRules, "MSH2076");

/// What matches of TCP and TLS routes share.
void CheckMatch(const Value& match, const VirtualServiceScope& scope, const Place& at,
                Findings& out) {
  const Value::List& subnets = ItemsOf(match.Get("destinationSubnets"));
  for (std::size_t i = 0; i < subnets.size(); ++i) {
    CheckSubnet(subnets[i], (at / "destinationSubnets")[i], out);
  }
  CheckOptionalPort(match.Get("port"), at / "port", out);
  CheckLabels(match.Get("sourceLabels"), at / "sourceLabels", out);
  CheckMatchGateways(match.Get("gateways"), scope, at / "gateways", out);
}

void CheckSniHost(std::string_view host, const VirtualServiceScope& scope, const Place& at,
                  Findings& out) {
  // The webhook counts a VirtualService without gateways among those of gateways here.
  const bool sni = scope.is_for_gateways_only || ItemsOf(scope.spec.Get("gateways")).empty();
  std::string wrong = sni ? WrongSniHost(host) : WrongWildcardHost(host);
  if (!wrong.empty()) {
    if (IsIpAddress(host)) return out.Add(kAddress, at, InQuotes(host) + " is an address.");
    return out.Add(kL4Host, at, std::move(wrong));
  }
  const bool is_within =
      std::ranges::any_of(ItemsOf(scope.spec.Get("hosts")),
                          [&](const Value& outer) { return IsHostWithin(host, TextOf(outer)); });
  // That a delegate has TLS routes at all is an error already.
  if (is_within || scope.is_delegate) return;
  out.Add(kForeignHost, at, InQuotes(host) + " is not within any of spec.hosts.");
}

void CheckTlsMatch(const Value& match, const VirtualServiceScope& scope, const Place& at,
                   Findings& out) {
  if (!match.is_map()) return;
  const Value::List& hosts = ItemsOf(match.Get("sniHosts"));
  if (hosts.empty() && match.Get("sniHosts").is_list()) {
    out.Add(kNoHosts, at / "sniHosts", "The list is empty.");
  }
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (hosts[i].is_string()) {
      CheckSniHost(hosts[i].as_string(), scope, (at / "sniHosts")[i], out);
    }
  }
  CheckMatch(match, scope, at, out);
}

void CheckL4Destinations(const Value& route, const Place& at, Findings& out) {
  if (ItemsOf(route.Get("route")).empty()) {
    out.Add(kNoDestinations, at, "There are none in route.");
  }
  CheckDestinations(route.Get("route"), at / "route", out);
}

}  // namespace

void CheckTlsRoute(const Value& route, const VirtualServiceScope& scope, const Place& at,
                   Findings& out) {
  const Value::List& matches = ItemsOf(route.Get("match"));
  if (matches.empty() && route.Get("match").is_list()) {
    out.Add(kNoMatch, at / "match", "The list is empty.");
  }
  for (std::size_t i = 0; i < matches.size(); ++i) {
    CheckTlsMatch(matches[i], scope, (at / "match")[i], out);
  }
  CheckL4Destinations(route, at, out);
}

void CheckTcpRoute(const Value& route, const VirtualServiceScope& scope, const Place& at,
                   Findings& out) {
  const Value::List& matches = ItemsOf(route.Get("match"));
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (matches[i].is_map()) CheckMatch(matches[i], scope, (at / "match")[i], out);
  }
  CheckL4Destinations(route, at, out);
}

}  // namespace mesh::istio
