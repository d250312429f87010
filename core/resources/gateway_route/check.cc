#include "core/resources/gateway_route/check.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/kinds/kind.h"
#include "core/resources/gateway_route/match.h"

namespace mesh {
namespace {

RouteEngine EngineOf(const GatewayRoute& route) {
  if (route.engine.is_unknown()) return RouteEngine::kUnknown;
  return route.engine.value_or(kGatewayApiEngine) == kIstioEngine ? RouteEngine::kIstio
                                                                  : RouteEngine::kGatewayApi;
}

/// Collects what is wrong with one route.
class Checker : public RouteChecker {
 public:
  explicit Checker(const GatewayRoute& route) : RouteChecker(EngineOf(route)), route_(route) {}

  Diagnostics Run() {
    CheckNames();
    CheckHostnames();
    if (!route_.rules.is_known()) return std::move(out_);
    const std::vector<RouteRule>& rules = *route_.rules;
    if (rules.empty()) {
      Add("No rules", "rules", "is empty. Give the route at least one rule with backends.");
    }
    if (gateway_api() && rules.size() > 16) {
      Add("Too many rules", "rules",
          "has " + std::to_string(rules.size()) +
              " rules, but an HTTPRoute holds at most 16. Spread them over several routes.");
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
      Append(out_, CheckRouteRule(rules[i], engine_, Path("rules").Index(i)));
    }
    CheckDuplicates(rules);
    return std::move(out_);
  }

 private:
  void CheckNames() {
    const std::string space = route_.name_space.value_or("x");
    if (route_.name_space.is_known()) CheckName({"v1", "Namespace", "", space}, "namespace");
    if (route_.name.is_known()) {
      CheckName({"gateway.networking.k8s.io/v1", "HTTPRoute", "x", *route_.name}, "name");
    }
    if (!route_.gateway.is_known()) return;
    const RouteGateway& gateway = *route_.gateway;
    const Path at("gateway");
    if (gateway.name.is_known()) {
      CheckName({"gateway.networking.k8s.io/v1", "Gateway", "x", *gateway.name},
                at.Attribute("name"));
    }
    if (gateway.name_space.is_known()) {
      CheckName({"v1", "Namespace", "", *gateway.name_space}, at.Attribute("namespace"));
    }
    if (istio() && !gateway.listener.is_null()) {
      NotPossible(at.Attribute("listener"), "names a listener, which Istio Gateways do not have.",
                  "Remove it, or use the engine gateway_api.");
    }
  }

  void CheckHostnames() {
    if (!route_.hostnames.is_known()) return;
    const Path at("hostnames");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < route_.hostnames->size(); ++i) {
      const std::string& host = (*route_.hostnames)[i];
      const Path here = at.Index(i);
      if (!IsHost(host, true)) {
        Add("Invalid hostname", here,
            "is \"" + host +
                "\". Use a DNS name in lower case such as \"shop.example.com\"; only its first "
                "label may be \"*\", and IP addresses are not hostnames.");
      } else if (!seen.insert(host).second) {
        Add("Hostname given twice", here, "repeats \"" + host + "\". Remove one of the two.");
      }
    }
    if (gateway_api() && route_.hostnames->size() > 16) {
      Add("Too many hostnames", at,
          "has " + std::to_string(route_.hostnames->size()) +
              " entries, but an HTTPRoute holds at most 16. Spread them over several routes.");
    }
  }

  void CheckDuplicates(const std::vector<RouteRule>& rules) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      for (const std::string& key : MatchKeys(rules[i])) {
        const auto [at, added] = first.emplace(key, i);
        if (added) continue;
        Add("Rule never used", Path("rules").Index(i),
            "matches the same as rules[" + std::to_string(at->second) +
                "], which comes first. Remove one, or make their conditions differ.");
        break;
      }
    }
  }

  const GatewayRoute& route_;
};

}  // namespace

void RouteChecker::Add(std::string summary, const Path& at, const std::string& rest) {
  out_.push_back(Error(std::move(summary), at.ToString() + " " + rest, at));
}

void RouteChecker::NotPossible(const Path& at, const std::string& why, const std::string& fix) {
  Add(std::string("Not possible with the engine ") + (istio() ? kIstioEngine : kGatewayApiEngine),
      at, why + " " + fix);
}

void RouteChecker::CheckName(const ObjectKey& key, const Path& at) {
  if (std::string wrong = WrongName(key); !wrong.empty()) {
    out_.push_back(Error("Invalid name", std::move(wrong), at));
  }
}

bool RouteChecker::IsHost(const std::string& host, bool wildcard) {
  const std::string name = wildcard && host.starts_with("*.") ? host.substr(2) : host;
  // The rule for names of most kinds is the DNS name rule; numbers alone would be an address.
  return WrongName({"v1", "ConfigMap", "x", name}).empty() &&
         name.find_first_not_of("0123456789.") != std::string::npos;
}

Diagnostics CheckRoute(const GatewayRoute& route, const Settings&) { return Checker(route).Run(); }

}  // namespace mesh
