#include "core/resources/tenant/validate.h"

#include <algorithm>

#include "core/resources/namespace/istio_api.h"
#include "core/resources/namespace/waypoint.h"
#include "core/resources/tenant/access.h"
#include "core/resources/tenant/checks.h"
#include "core/resources/tenant/network_policy.h"
#include "core/resources/tenant/plaintext.h"
#include "core/resources/tenant/rate_limit.h"

namespace mesh {
namespace {

using Namespaces = std::vector<NamespaceConfig>;

/// What every check looks at.
struct Subject {
  const TenantConfig& tenant;
  const Settings& settings;
  Namespaces namespaces;

  const NamespaceConfig* Find(const std::string& name) const {
    const auto found =
        std::ranges::find_if(namespaces, [&](const NamespaceConfig& n) { return *n.name == name; });
    return found == namespaces.end() ? nullptr : &*found;
  }
};

template <class T>
bool IsEmpty(const Attr<T>& list) {
  return !list.is_unknown() && list.value_or({}).empty();
}

void CheckNamespaceNames(const Subject& s, Diagnostics& out) {
  std::map<std::string, std::string> reserved = {
      {s.settings.root_namespace.value_or(""), "the mesh's root namespace"}};
  reserved.emplace(s.settings.istio_namespace.value_or(""), "the namespace of the control plane");
  for (const GatewayCaller& gateway : s.tenant.gateways.value_or({})) {
    reserved.emplace(gateway.name_space.value_or(""), "the namespace of a gateway that it names");
  }
  for (const NamespaceConfig& ns : s.namespaces) {
    const std::string& name = *ns.name;
    const auto found = reserved.find(name);
    const std::string what = found != reserved.end()     ? found->second
                             : name.starts_with("kube-") ? "a namespace of Kubernetes itself"
                                                         : "";
    if (what.empty()) continue;
    out.push_back(Error("Namespace " + name + " cannot belong to a tenant",
                        "The tenant claims " + name + ", which is " + what +
                            ". A fence there would cut off everybody who depends on it. Remove it "
                            "from namespaces; a gateway needs a namespace of its own, named in "
                            "gateways.",
                        NamespacePath(name)));
  }
}

void CheckSettings(const Subject& s, Diagnostics& out) {
  Append(out, CheckIstioVersion(s.settings));
  if (IsEmpty(s.settings.trust_domains)) {
    out.push_back(Error("No trust domain",
                        "The provider setting trust_domains is empty, and the fence names callers "
                        "by it. Name at least one, such as \"cluster.local\"."));
  }
  for (const std::string& domain : s.settings.trust_domains.value_or({})) {
    if (!domain.empty() && domain.find_first_of("*/ ") == std::string::npos) continue;
    out.push_back(Error("Invalid trust domain",
                        "The provider setting trust_domains has \"" + domain +
                            "\". Write a plain name without \"*\" and \"/\": a pattern would let "
                            "in callers of other meshes."));
  }
  const auto cidrs = [&](const char* name, const Attr<StringList>& list) {
    for (const std::string& cidr : list.value_or({})) {
      const auto wrong = WrongCidr(cidr);
      if (!wrong) continue;
      out.push_back(
          Error(std::string("Invalid ") + name,
                std::string("An element of the provider setting ") + name + " " + *wrong));
    }
  };
  cidrs("probe_sources", s.settings.probe_sources);
  cidrs("dns_cidrs", s.settings.dns_cidrs);
}

/// Why the waypoint that a namespace names in another one cannot be used; empty when it can.
std::string WrongSharedWaypoint(const Subject& s, const NamespaceConfig& ns) {
  const std::string holder_name = ns.waypoint_namespace();
  const NamespaceConfig* holder = s.Find(holder_name);
  if (holder == nullptr) {
    return "namespace " + holder_name +
           " is not the tenant's own. A waypoint belongs to one tenant: its policy would judge all "
           "tenants behind it alike. Give this tenant its own.";
  }
  if (s.tenant.isolation.value_or("") == "namespace") {
    return "isolation is \"namespace\", and one waypoint would judge callers of both namespaces "
           "alike. Give each namespace its own.";
  }
  const bool unknown = ns.waypoint->name.is_unknown() || (holder->waypoint.is_unknown()) ||
                       holder->dataplane_mode.is_unknown() ||
                       (holder->waypoint && (holder->waypoint->name.is_unknown() ||
                                             holder->waypoint->name_space.is_unknown()));
  if (unknown) return "";
  const bool same = holder->has_own_waypoint() && holder->mode() == "ambient" &&
                    ToValue(holder->waypoint->name) == ToValue(ns.waypoint->name);
  if (same) return "";
  return "namespace " + holder_name + " holds no waypoint of that name. Declare it there, with " +
         "dataplane_mode = \"ambient\" and the same waypoint.name.";
}

void CheckWaypoints(const Subject& s, Diagnostics& out) {
  for (const NamespaceConfig& ns : s.namespaces) {
    if (!ns.waypoint || ns.waypoint->name_space.is_unknown() || ns.waypoint->name.is_unknown()) {
      continue;
    }
    const Path path = NamespacePath(*ns.name).Attribute("waypoint");
    if (!ns.has_own_waypoint() && s.tenant.fenced()) {
      const std::string wrong = WrongSharedWaypoint(s, ns);
      if (!wrong.empty()) {
        out.push_back(Error("Shared waypoint",
                            path.ToString() + " names a waypoint elsewhere, but " + wrong,
                            path.Attribute("namespace")));
      }
    }
    if (!ns.has_own_waypoint() || ns.waypoint->serves.value_or("") != "all") continue;
    for (const CallerGrant& grant : s.tenant.allow_from.value_or({})) {
      for (const PortGrant& port : grant.ports.value_or({})) {
        if (!port.service_port || ToValue(port.service_port) == ToValue(port.port)) continue;
        out.push_back(Error(
            "Ambiguous port at a waypoint for all traffic",
            path.ToString() + " serves pods and Services alike and could not tell port " +
                std::to_string(port.port.value_or(0)) + " of the pods from service_port " +
                std::to_string(*port.service_port) +
                ": granting both would open each of them for the other. Use for = \"service\", or "
                "the same number for both.",
            path.Attribute("for")));
      }
    }
  }
}

void CheckGrants(const Subject& s, Diagnostics& out) {
  const auto grants = s.tenant.allow_from.value_or({});
  for (std::size_t i = 0; i < grants.size(); ++i) {
    const Path path = Path("allow_from").Index(i);
    if (IsEmpty(grants[i].namespaces) && IsEmpty(grants[i].service_accounts)) {
      out.push_back(Error("Grant without callers",
                          path.ToString() + " names nobody. Set namespaces or service_accounts, or "
                                            "remove the element.",
                          path));
    }
    if (grants[i].ports && grants[i].ports->empty()) {
      out.push_back(Error("Grant without ports",
                          path.ToString() + " has an empty list of ports, which grants nothing. "
                                            "Leave ports out to grant every port, or name some.",
                          path.Attribute("ports")));
    }
  }
  const auto targets = [&](const char* name, const Attr<std::vector<Target>>& all) {
    const auto list = all.value_or({});
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Path path = Path(name).Index(i);
      if (IsEmpty(list[i].namespaces) && IsEmpty(list[i].cidrs)) {
        out.push_back(Error("Target without a place",
                            path.ToString() + " names no place to call. Set namespaces or cidrs, "
                                              "or remove the element.",
                            path));
      }
      if (list[i].ports && list[i].ports->empty()) {
        out.push_back(Error("Target without ports",
                            path.ToString() + " has an empty list of ports, which allows nothing. "
                                              "Leave ports out to allow every port, or name some.",
                            path.Attribute("ports")));
      }
    }
  };
  targets("allow_to", s.tenant.allow_to);
  targets("telemetry_backends", s.tenant.telemetry_backends);
}

/// Why a scraper cannot reach a namespace; empty when it can.
std::string WrongScraper(const Scraper& scraper, const NamespaceConfig& ns) {
  const bool mesh = scraper.mesh.value_or(true);
  const PortList ports = scraper.ports.value_or({});
  const std::string at = "namespace " + *ns.name + " is in mode \"" + ns.mode() + "\"";
  if (ns.mode() == "ambient" && !mesh) {
    return at +
           ", whose pods accept mutual TLS only, and the scraper is outside the mesh. Enrol "
           "the scraper (label its namespace istio.io/dataplane-mode=ambient) and set mesh = "
           "true, or open its port with allow_plaintext.";
  }
  if (ns.mode() != "sidecar" && ports.empty() && !scraper.ports.is_unknown()) {
    return at +
           " and serves metrics on no port of the mesh's own. Name the ports that its pods "
           "serve metrics on.";
  }
  if (ns.mode() != "sidecar" || mesh) return "";
  for (const std::int64_t port : ports) {
    if (port == kAgentMetricsPort || port == kProxyMetricsPort) continue;
    return at + ", whose pods accept mutual TLS only on port " + std::to_string(port) +
           ", and the scraper is outside the mesh. Scrape the merged metrics on port 15020, enrol "
           "the scraper, or open the port with allow_plaintext.";
  }
  return "";
}

void CheckScrapers(const Subject& s, Diagnostics& out) {
  const auto scrapers = s.tenant.scrapers.value_or({});
  for (std::size_t i = 0; i < scrapers.size(); ++i) {
    const Path path = Path("scrapers").Index(i);
    if (!scrapers[i].mesh.value_or(true) && scrapers[i].service_account) {
      out.push_back(Error("Scraper outside the mesh with an identity",
                          path.ToString() + " names a service_account, but outside the mesh nobody "
                                            "can prove one. Remove it, or set mesh = true.",
                          path.Attribute("service_account")));
    }
    for (const NamespaceConfig& ns : s.namespaces) {
      const std::string wrong = WrongScraper(scrapers[i], ns);
      if (wrong.empty()) continue;
      out.push_back(Error("Scraper cannot scrape", path.ToString() + ": " + wrong, path));
      break;
    }
  }
}

void CheckDoor(const Subject& s, const PlaintextDoor& door, const Path& path, Diagnostics& out) {
  const auto wrong = [&](const char* summary, const char* attribute, const std::string& detail) {
    out.push_back(Error(summary, path.ToString() + " " + detail, path.Attribute(attribute)));
  };
  if (IsEmpty(door.namespaces) && IsEmpty(door.cidrs)) {
    wrong("Plaintext from nobody", "cidrs",
          "names no callers. Set namespaces or cidrs: plaintext is never opened to everybody.");
  }
  if (IsEmpty(door.ports)) {
    wrong("Plaintext without ports", "ports", "has no ports. Name the ports to open.");
  }
  if (door.reason && door.reason->find_first_not_of(" \t\n") == std::string::npos) {
    wrong("Plaintext without a reason", "reason",
          "gives no reason. Say why identity cannot guard these ports.");
  }
  for (const std::string& name : door.to_namespaces.value_or({})) {
    if (s.Find(name) != nullptr) continue;
    wrong("Plaintext into a foreign namespace", "to_namespaces",
          "opens namespace " + name + ", which is not the tenant's. Name one of its namespaces.");
  }
  for (const std::int64_t port : door.ports.value_or({})) {
    if (port != kHbonePort) continue;
    wrong("Plaintext on the mesh's own port", "ports",
          "opens port 15008, which carries the mesh's own traffic. Name the port of the pods.");
  }
  const bool meshed = std::ranges::any_of(s.namespaces, [&](const NamespaceConfig& ns) {
    return ns.meshed() && !door.to_namespaces.is_unknown() && !door.namespaces.is_unknown() &&
           OpensInto(door, ns);
  });
  if (meshed && IsEmpty(door.selector)) {
    wrong("Plaintext to all pods", "selector",
          "names no pods, but opens a meshed namespace. Set selector to the labels of the pods "
          "that must accept plaintext.");
  }
}

void CheckDoors(const Subject& s, Diagnostics& out) {
  const auto doors = s.tenant.allow_plaintext.value_or({});
  for (std::size_t i = 0; i < doors.size(); ++i) {
    CheckDoor(s, doors[i], Path("allow_plaintext").Index(i), out);
  }
  if (ToValue(s.tenant.allow_plaintext).HasUnknown()) return;
  for (const NamespaceConfig& ns : s.namespaces) {
    for (std::size_t i = 0; ns.meshed() && i < doors.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const StringMap a = doors[j].selector.value_or({});
        const StringMap b = doors[i].selector.value_or({});
        const bool both = OpensInto(doors[i], ns) && OpensInto(doors[j], ns);
        if (!both || a == b || !MayOverlap(a, b)) continue;
        const Path path = Path("allow_plaintext").Index(i).Attribute("selector");
        out.push_back(Error(
            "Plaintext selectors may overlap",
            path.ToString() + " and that of allow_plaintext[" + std::to_string(j) +
                "] may select one pod in namespace " + *ns.name +
                ", and of two PeerAuthentications on a pod only the older one counts. Use the same "
                "selector for both, or give one label a different value in each.",
            path));
      }
    }
  }
}

/// Pods outside the mesh can call meshed ones only through a door; the promise that the tenant's
/// own namespaces may call each other would otherwise be broken silently.
void CheckMixedModes(const Subject& s, Diagnostics& out) {
  if (s.tenant.isolation.value_or("tenant") != "tenant" || s.tenant.isolation.is_unknown()) return;
  if (ToValue(s.tenant.allow_plaintext).HasUnknown()) return;
  if (std::ranges::none_of(s.namespaces, [](const auto& ns) { return ns.meshed(); })) return;
  const auto doors = s.tenant.allow_plaintext.value_or({});
  for (const NamespaceConfig& ns : s.namespaces) {
    if (ns.mode() != "none") continue;
    const bool stated = std::ranges::any_of(doors, [&](const PlaintextDoor& door) {
      const StringList names = door.namespaces.value_or({});
      return std::ranges::find(names, *ns.name) != names.end();
    });
    if (stated) continue;
    out.push_back(Error(
        "Namespace outside the mesh beside meshed ones",
        "Namespace " + *ns.name +
            " is in mode \"none\", so its pods call in plaintext, and the tenant's meshed "
            "namespaces refuse plaintext. Put it into the mesh, or state what it may call with "
            "allow_plaintext = [{namespaces = [\"" +
            *ns.name + "\"], selector = {...}, ports = [...], reason = \"...\"}].",
        NamespacePath(*ns.name).Attribute("dataplane_mode")));
  }
}

void CheckRateLimit(const Subject& s, Diagnostics& out) {
  if (!s.tenant.rate_limit) return;
  const RateLimit& limit = *s.tenant.rate_limit;
  const Path path("rate_limit");
  for (const std::string& name : limit.namespaces.value_or({})) {
    if (s.Find(name) != nullptr) continue;
    out.push_back(Error("Rate limit in a foreign namespace",
                        "rate_limit names namespace " + name +
                            ", which is not the tenant's. Name one of its namespaces.",
                        path.Attribute("namespaces")));
  }
  if (limit.namespaces.is_unknown()) return;
  for (const NamespaceConfig& ns : s.namespaces) {
    if (!Limits(limit, ns)) continue;
    const std::string refusal = RateLimitRefusal(limit, ns);
    if (refusal.empty()) continue;
    out.push_back(Error("Rate limit cannot be kept",
                        "rate_limit covers namespace " + *ns.name + " in mode \"" + ns.mode() +
                            "\"" + (ns.waypoint ? "" : " without a waypoint") + ", but " + refusal,
                        path));
  }
}

void CheckGuard(const Subject& s, Diagnostics& out) {
  if (!s.tenant.guard.value_or(false) || !s.tenant.fenced()) return;
  const bool default_only = s.tenant.guard_exempt.is_null();
  if (s.tenant.rate_limit && default_only) {
    out.push_back(Error("Guard would refuse the rate limit",
                        "guard refuses EnvoyFilter objects of everybody who is not exempt, and "
                        "rate_limit is one. Name who applies the platform's objects in "
                        "guard_exempt.",
                        "guard_exempt"));
  }
}

}  // namespace

Diagnostics ValidateTenant(const TenantConfig& tenant, const Settings& settings) {
  const Subject subject{tenant, settings, NamespacesOf(tenant)};
  Diagnostics out;
  CheckSettings(subject, out);
  CheckNamespaceNames(subject, out);
  for (const NamespaceConfig& ns : subject.namespaces) {
    Append(out, ValidateNamespace(ns, settings, NamespacePath(*ns.name)));
  }
  CheckWaypoints(subject, out);
  CheckGrants(subject, out);
  CheckRateLimit(subject, out);
  CheckGuard(subject, out);
  if (!tenant.fenced()) return out;
  CheckScrapers(subject, out);
  CheckDoors(subject, out);
  CheckMixedModes(subject, out);
  return out;
}

}  // namespace mesh
