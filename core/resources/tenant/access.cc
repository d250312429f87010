#include "core/resources/tenant/access.h"

#include <algorithm>

namespace mesh {
namespace {

/// How a point of enforcement numbers the ports of a grant.
enum class Judges { kPodPorts, kServicePorts };

std::int64_t PortOf(const PortGrant& grant, Judges judges) {
  const std::int64_t port = grant.port.value_or(0);
  return judges == Judges::kServicePorts ? grant.service_port.value_or(port) : port;
}

Callers CallersOf(const CallerGrant& grant) {
  Callers out;
  for (const std::string& name : grant.namespaces.value_or({})) out.insert({name, ""});
  for (const std::string& account : grant.service_accounts.value_or({})) {
    out.insert(ParseServiceAccount(account));
  }
  return out;
}

void AddGrants(const TenantConfig& tenant, Judges judges, Access& out) {
  for (const CallerGrant& grant : tenant.allow_from.value_or({})) {
    const Callers callers = CallersOf(grant);
    if (!grant.ports) {
      out.everywhere.insert(callers.begin(), callers.end());
      continue;
    }
    for (const PortGrant& port : *grant.ports) {
      out.by_port[PortOf(port, judges)].insert(callers.begin(), callers.end());
    }
  }
}

void AddScrapers(const TenantConfig& tenant, Access& out) {
  for (const Scraper& scraper : tenant.scrapers.value_or({})) {
    if (!scraper.mesh.value_or(true)) continue;
    const Caller caller{*scraper.name_space, scraper.service_account.value_or("")};
    for (const std::int64_t port : scraper.ports.value_or({})) out.by_port[port].insert(caller);
  }
}

void AddDoors(const TenantConfig& tenant, const NamespaceConfig& name_space, Access& out) {
  for (const PlaintextDoor& door : tenant.allow_plaintext.value_or({})) {
    if (!OpensInto(door, name_space)) continue;
    for (const std::int64_t port : *door.ports) {
      Door& here = out.doors[port];
      here.any_address |= !door.namespaces.value_or({}).empty();
      for (const std::string& cidr : door.cidrs.value_or({})) here.cidrs.insert(cidr);
    }
  }
}

Access CommonAccess(const TenantConfig& tenant, const NamespaceConfig& name_space, Judges judges) {
  Access out;
  for (const std::string& own : OwnCallers(tenant, name_space)) out.everywhere.insert({own, ""});
  for (const GatewayCaller& gateway : tenant.gateways.value_or({})) {
    out.everywhere.insert({*gateway.name_space, *gateway.service_account});
  }
  AddGrants(tenant, judges, out);
  AddScrapers(tenant, out);
  return out;
}

/// Drops what is granted twice: a service account beside its namespace, a port beside every port.
Access Simplified(Access access) {
  const auto narrow = [](Callers& callers, const Callers& wider) {
    std::erase_if(callers, [&](const Caller& c) {
      return wider.contains({c.name_space, ""}) || (&callers != &wider && wider.contains(c));
    });
  };
  const auto absorb = [](Callers& callers) {
    std::erase_if(callers, [&](const Caller& c) {
      return !c.service_account.empty() && callers.contains({c.name_space, ""});
    });
  };
  absorb(access.everywhere);
  for (auto& [port, callers] : access.by_port) {
    narrow(callers, access.everywhere);
    absorb(callers);
  }
  std::erase_if(access.by_port, [](const auto& entry) { return entry.second.empty(); });
  return access;
}

template <class T>
bool Unknown(const Attr<T>& attr) {
  return ToValue(attr).HasUnknown();
}

}  // namespace

Caller ParseServiceAccount(const std::string& text) {
  const std::size_t slash = text.find('/');
  return {text.substr(0, slash), text.substr(slash + 1)};
}

bool OpensInto(const PlaintextDoor& door, const NamespaceConfig& name_space) {
  const auto has = [&](const Attr<StringList>& list) {
    return list && std::ranges::find(*list, *name_space.name) != list->end();
  };
  return door.to_namespaces ? has(door.to_namespaces) : !has(door.namespaces);
}

StringList OwnCallers(const TenantConfig& tenant, const NamespaceConfig& name_space) {
  if (tenant.isolation.value_or("tenant") == "namespace") return {*name_space.name};
  StringList out;
  for (const auto& [name, spec] : tenant.namespaces.value_or({})) out.push_back(name);
  return out;
}

Access WorkloadAccess(const TenantConfig& tenant, const NamespaceConfig& name_space) {
  Access out = CommonAccess(tenant, name_space, Judges::kPodPorts);
  AddDoors(tenant, name_space, out);
  return Simplified(std::move(out));
}

Access WaypointAccess(const TenantConfig& tenant, const NamespaceConfig& name_space) {
  const bool services = name_space.waypoint->serves.value_or("service") == "service";
  return Simplified(
      CommonAccess(tenant, name_space, services ? Judges::kServicePorts : Judges::kPodPorts));
}

bool CallersUnknown(const TenantConfig& tenant) {
  return Unknown(tenant.isolation) || Unknown(tenant.gateways) || Unknown(tenant.allow_from) ||
         Unknown(tenant.scrapers) || Unknown(tenant.allow_plaintext);
}

bool TargetsUnknown(const TenantConfig& tenant) {
  return Unknown(tenant.isolation) || Unknown(tenant.allow_to) ||
         Unknown(tenant.telemetry_backends);
}

}  // namespace mesh
