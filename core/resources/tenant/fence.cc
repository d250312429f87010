#include "core/resources/tenant/fence.h"

#include "core/resources/namespace/istio_api.h"

namespace mesh {
namespace {

constexpr const char* kSecurity = "security.istio.io";
/// A foreign `"true"` here would switch the policy off without touching its spec.
constexpr const char* kDryRun = "istio.io/dry-run";

Value::List Sorted(const std::set<std::string>& strings) {
  Value::List out;
  for (const std::string& s : strings) out.emplace_back(s);
  return out;
}

/// The one source that matches everybody except `callers`.
Value::Map EverybodyBut(const Callers& callers, const StringList& trust_domains) {
  std::set<std::string> namespaces;
  std::set<std::string> principals;
  for (const Caller& caller : callers) {
    const bool whole = caller.service_account.empty();
    if (whole && trust_domains.size() == 1) {
      namespaces.insert(caller.name_space);
      continue;
    }
    for (const std::string& domain : trust_domains) {
      principals.insert(domain + "/ns/" + caller.name_space + "/sa/" +
                        (whole ? "*" : caller.service_account));
    }
  }
  Value::Map source;
  if (!namespaces.empty()) source["notNamespaces"] = Sorted(namespaces);
  if (!principals.empty()) source["notPrincipals"] = Sorted(principals);
  return source;
}

Value Rule(Value::Map source, Value::Map operation) {
  Value::Map rule;
  rule["from"] = Value::List{Value::Map{{"source", std::move(source)}}};
  if (!operation.empty()) {
    rule["to"] = Value::List{Value::Map{{"operation", std::move(operation)}}};
  }
  return rule;
}

Value::List PortStrings(const std::set<std::int64_t>& ports) {
  Value::List out;
  for (const std::int64_t port : ports) out.emplace_back(std::to_string(port));
  return out;
}

/// Ports that are judged alike.
struct Judgement {
  Callers callers;
  std::optional<Door> door;
  auto operator<=>(const Judgement&) const = default;
};

std::map<std::int64_t, Judgement> JudgementByPort(const Access& access) {
  std::map<std::int64_t, Judgement> out;
  const auto at = [&](std::int64_t port) -> Judgement& {
    return out.try_emplace(port, Judgement{access.everywhere, std::nullopt}).first->second;
  };
  for (const auto& [port, callers] : access.by_port) {
    at(port).callers.insert(callers.begin(), callers.end());
  }
  for (const auto& [port, door] : access.doors) at(port).door = door;
  return out;
}

void AppendRules(const Judgement& judgement, const std::set<std::int64_t>& ports,
                 const StringList& trust_domains, Value::List& out) {
  const Value::Map operation{{"ports", PortStrings(ports)}};
  Value::Map source = EverybodyBut(judgement.callers, trust_domains);
  if (!judgement.door) {
    out.push_back(Rule(std::move(source), operation));
    return;
  }
  // Behind a door, those with an identity are judged by it, those without by their address.
  source["principals"] = Value::List{"*"};
  out.push_back(Rule(std::move(source), operation));
  if (judgement.door->any_address) return;
  out.push_back(Rule(Value::Map{{"notPrincipals", Value::List{"*"}},
                                {"notIpBlocks", Sorted(judgement.door->cidrs)}},
                     operation));
}

Value NewPolicy(const Settings& settings, const std::string& name_space, const char* name) {
  Value policy = NewManagedObject(IstioApiVersion(kSecurity, settings), "AuthorizationPolicy",
                                  name_space, name);
  policy.as_map().at("metadata").Set("annotations", Value::Map{{kDryRun, "false"}});
  return policy;
}

Value StrictMode(const Settings& settings, const std::string& name_space) {
  Value object = NewManagedObject(IstioApiVersion(kSecurity, settings), "PeerAuthentication",
                                  name_space, kStrictName);
  object.Set("spec", Value::Map{{"mtls", Value::Map{{"mode", "STRICT"}}}});
  return object;
}

Value TargetOf(const NamespaceConfig& name_space) {
  return Value::Map{{"group", "gateway.networking.k8s.io"},
                    {"kind", "Gateway"},
                    {"name", ToValue(name_space.waypoint->name)}};
}

}  // namespace

Value::List FenceRules(const Access& access, const StringList& trust_domains) {
  std::map<Judgement, std::set<std::int64_t>> alike;
  std::set<std::int64_t> judged;
  for (const auto& [port, judgement] : JudgementByPort(access)) {
    alike[judgement].insert(port);
    judged.insert(port);
  }
  Value::Map elsewhere;
  if (!judged.empty()) elsewhere["notPorts"] = PortStrings(judged);
  Value::List out{Rule(EverybodyBut(access.everywhere, trust_domains), std::move(elsewhere))};
  // Ordered by the lowest port of each group, so that the order follows the numbers.
  std::map<std::int64_t, const Judgement*> order;
  for (const auto& [judgement, ports] : alike) order[*ports.begin()] = &judgement;
  for (const auto& [port, judgement] : order) {
    AppendRules(*judgement, alike.at(*judgement), trust_domains, out);
  }
  return out;
}

std::vector<DesiredObject> RenderFence(const TenantConfig& tenant,
                                       const NamespaceConfig& name_space,
                                       const Settings& settings) {
  const std::string& name = *name_space.name;
  const bool unknown = CallersUnknown(tenant);
  const StringList domains = settings.trust_domains.value_or({"cluster.local"});
  const auto spec = [&](Value target, auto access) {
    Value out = Value::Map{{"action", "DENY"}};
    if (!target.is_null()) out.Set("targetRefs", Value::List{std::move(target)});
    out.Set("rules",
            unknown ? Value::Unknown() : Value(FenceRules(access(tenant, name_space), domains)));
    return out;
  };
  std::vector<DesiredObject> out;
  out.push_back({.content = StrictMode(settings, name), .closed = true});
  Value fence = NewPolicy(settings, name, kFenceName);
  fence.Set("spec", spec({}, WorkloadAccess));
  out.push_back({.content = std::move(fence), .closed = true});
  if (name_space.has_own_waypoint()) {
    Value policy = NewPolicy(settings, name, kWaypointFenceName);
    policy.Set("spec", spec(TargetOf(name_space), WaypointAccess));
    out.push_back({.content = std::move(policy), .closed = true});
  }
  return out;
}

}  // namespace mesh
