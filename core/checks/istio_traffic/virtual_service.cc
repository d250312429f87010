#include "core/checks/istio_traffic/virtual_service.h"

#include <algorithm>

#include "core/checks/istio/header_text.h"
#include "core/checks/istio/host_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_traffic/virtual_service_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kHost = RuleOf(kSharedRules, "MSH2001");
constexpr const Rule& kNoRoutes = RuleOf(kVirtualServiceRules, "MSH2050");
constexpr const Rule& kDelegateGateways = RuleOf(kVirtualServiceRules, "MSH2051");
constexpr const Rule& kDelegateRoutes = RuleOf(kVirtualServiceRules, "MSH2052");
constexpr const Rule& kClaim = RuleOf(kVirtualServiceRules, "MSH2053");
constexpr const Rule& kAnyHost = RuleOf(kVirtualServiceRules, "MSH2054");
constexpr const Rule& kOverlap = RuleOf(kVirtualServiceRules, "MSH2055");
constexpr const Rule& kForeignGateway = RuleOf(kVirtualServiceRules, "MSH2106");

constexpr std::string_view kMesh = "mesh";

bool HasText(const Value& list, std::string_view text) {
  return std::ranges::any_of(ItemsOf(list),
                             [&](const Value& item) { return TextOf(item) == text; });
}

/// Whether any TLS route looks at host names: then names of Istio's own routes are hosts.
bool MatchesSni(const Value& spec) {
  return std::ranges::any_of(ItemsOf(spec.Get("tls")), [](const Value& route) {
    return std::ranges::any_of(ItemsOf(route.Get("match")), [](const Value& match) {
      return !ItemsOf(match.Get("sniHosts")).empty();
    });
  });
}

void CheckDelegate(const Value& spec, const Place& at, Findings& out) {
  if (!ItemsOf(spec.Get("gateways")).empty()) {
    out.Add(kDelegateGateways, at / "gateways", "There are gateways and no hosts.");
  }
  for (const std::string_view routes : {"tls", "tcp"}) {
    if (ItemsOf(spec.Get(routes)).empty()) continue;
    out.Add(kDelegateRoutes, at / routes,
            "There are " + std::string(routes) + " routes and no hosts.");
  }
}

/// Whether all hosts can be.
bool CheckEachHost(const VirtualServiceScope& scope, const Place& at, Findings& out) {
  const Value::List& hosts = ItemsOf(scope.spec.Get("hosts"));
  const bool sni = scope.is_for_gateways_only && MatchesSni(scope.spec);
  bool good = true;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!hosts[i].is_string()) return false;
    const std::string_view host = TextOf(hosts[i]);
    std::string wrong = sni ? WrongSniHost(host) : WrongWildcardHost(host);
    if (!wrong.empty() && !IsIpAddress(host)) {
      out.Add(kHost, at[i], std::move(wrong));
      good = false;
    } else if (host == "*" && !scope.is_for_gateways_only) {
      out.Add(kAnyHost, at[i], "It is \"*\", and the routes are for sidecars.");
      good = false;
    }
  }
  return good;
}

void CheckHosts(const VirtualServiceScope& scope, const Place& at, Findings& out) {
  if (!CheckEachHost(scope, at, out)) return;
  const Value::List& hosts = ItemsOf(scope.spec.Get("hosts"));
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!HostsOverlap(TextOf(hosts[j]), TextOf(hosts[i]))) continue;
      out.Add(kOverlap, at[i],
              InQuotes(TextOf(hosts[i])) + " overlaps with " + InQuotes(TextOf(hosts[j])) + ".");
      break;
    }
  }
}

void CheckClaims(const Value& matches, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(matches);
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const std::string_view member : {"headers", "withoutHeaders"}) {
      for (const auto& [name, ignored] : MembersOf(items[i].Get(member))) {
        if (!IsJwtClaim(name)) continue;
        out.Add(kClaim, (at[i] / member).Key(name), InQuotes(name) + " is a claim of a token.");
      }
    }
  }
}

/// `namespace/name` for every way to write it, in a VirtualService of namespace `own`.
std::string FullGatewayName(std::string_view name, std::string_view own) {
  if (name == kMesh || name.find('/') != std::string_view::npos) return std::string(name);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::string(own) + "/" + std::string(name);
  const std::string_view rest = name.substr(dot + 1);
  return std::string(rest.substr(0, rest.find('.'))) + "/" + std::string(name.substr(0, dot));
}

using RouteCheck = void (*)(const Value&, const VirtualServiceScope&, const Place&, Findings&);

void CheckRoutes(std::string_view member, const VirtualServiceScope& scope, const Place& at,
                 RouteCheck check, Findings& out) {
  const Value::List& routes = ItemsOf(scope.spec.Get(member));
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (routes[i].is_map()) check(routes[i], scope, (at / member)[i], out);
  }
}

}  // namespace

void CheckMatchGateways(const Value& gateways, const VirtualServiceScope& scope, const Place& at,
                        Findings& out) {
  CheckGatewayNames(gateways, at, out);
  if (scope.is_delegate) return;
  const Value::List& all = ItemsOf(scope.spec.Get("gateways"));
  const Value::List& some = ItemsOf(gateways);
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (!some[i].is_string()) continue;
    const std::string name = FullGatewayName(TextOf(some[i]), scope.own_namespace);
    const bool is_known = std::ranges::any_of(all, [&](const Value& one) {
      return FullGatewayName(TextOf(one), scope.own_namespace) == name;
    });
    if (is_known || (all.empty() && name == kMesh)) continue;
    out.Add(kForeignGateway, at[i],
            InQuotes(TextOf(some[i])) + " is not among the gateways of the VirtualService.");
  }
}

void CheckVirtualService(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const Value& spec = object.Get("spec");
  if (!spec.is_map() && !spec.is_null()) return;
  const Place at = Place() / "spec";
  const Value& gateways = spec.Get("gateways");
  VirtualServiceScope scope{spec, NamespaceOf(object)};
  scope.is_delegate = ItemsOf(spec.Get("hosts")).empty();
  scope.is_for_gateways_only = !ItemsOf(gateways).empty() && !HasText(gateways, kMesh);

  if (scope.is_delegate) CheckDelegate(spec, at, out);
  CheckGatewayNames(gateways, at / "gateways", out);
  CheckHosts(scope, at / "hosts", out);
  const bool has_routes = !ItemsOf(spec.Get("http")).empty() || !ItemsOf(spec.Get("tcp")).empty() ||
                          !ItemsOf(spec.Get("tls")).empty();
  if (!has_routes) out.Add(kNoRoutes, at, "There is none of http, tls and tcp.");
  if (!scope.is_for_gateways_only) {
    const Value::List& routes = ItemsOf(spec.Get("http"));
    for (std::size_t i = 0; i < routes.size(); ++i) {
      CheckClaims(routes[i].Get("match"), (at / "http")[i] / "match", out);
    }
  }
  CheckRoutes("http", scope, at, CheckHttpRoute, out);
  CheckRoutes("tls", scope, at, CheckTlsRoute, out);
  CheckRoutes("tcp", scope, at, CheckTcpRoute, out);
  CheckExportTo(spec.Get("exportTo"), scope.own_namespace, MayExportToNobody::kNo, at / "exportTo",
                out);
  CheckReach(scope, at, out);
}

}  // namespace mesh::istio
