#include "core/resources/tenant/read_back.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/resources/namespace/waypoint.h"
#include "core/resources/tenant/access.h"
#include "core/resources/tenant/fence.h"
#include "core/resources/tenant/guard.h"
#include "core/resources/tenant/network_policy.h"
#include "core/resources/tenant/plaintext.h"
#include "core/resources/tenant/quota.h"
#include "core/resources/tenant/rate_limit.h"
#include "core/resources/tenant/read_policies.h"
#include "core/resources/tenant/sidecar.h"

namespace mesh {
namespace {

using Objects = std::vector<Value>;

/// Where istiod runs unless a provider setting says otherwise; every Sidecar sees it.
constexpr const char* kControlPlane = "istio-system";

std::string KindOf(const Value& object) { return object.Get("kind").StringOr(""); }
std::string NameOf(const Value& object) { return object.At({"metadata", "name"}).StringOr(""); }
std::string NamespaceOf(const Value& object) {
  return object.At({"metadata", "namespace"}).StringOr("");
}

void ReadNamespaces(const Objects& objects, TenantConfig& out) {
  std::map<std::string, NamespaceSpec> namespaces;
  for (const Value& object : objects) {
    if (KindOf(object) != "Namespace") continue;
    NamespaceConfig ns = ReadNamespace(object, objects);
    out.client = ns.client;
    out.tenant = ns.tenant;
    namespaces.emplace(*ns.name, std::move(static_cast<NamespaceSpec&>(ns)));
  }
  out.namespaces = std::move(namespaces);
}

/// What the policies of all namespaces say, each as its own document; equal in all of them but for
/// the modes, so the first one of each sort counts.
struct Policies {
  std::vector<const Value*> fences;
  std::vector<const Value*> waypoint_fences;
  std::vector<const Value*> ingress;
  std::vector<const Value*> egress;
  std::vector<const Value*> doors;
  std::vector<const Value*> waypoints;
  std::vector<const Value*> sidecars;
};

Policies Sort(const Objects& objects) {
  Policies out;
  for (const Value& object : objects) {
    const std::string kind = KindOf(object);
    const std::string name = NameOf(object);
    if (name == kFenceName) out.fences.push_back(&object);
    if (name == kWaypointFenceName) out.waypoint_fences.push_back(&object);
    if (name == kIngressName) out.ingress.push_back(&object);
    if (name == kEgressName) out.egress.push_back(&object);
    if (name == kWaypointNetworkName) out.waypoints.push_back(&object);
    if (name == kSidecarName) out.sidecars.push_back(&object);
    if (kind == "NetworkPolicy" && name.starts_with(kPlaintextPrefix)) out.doors.push_back(&object);
  }
  return out;
}

/// "namespace" when some ingress policy leaves out one of several own namespaces, "none" without
/// any policy.
void ReadIsolation(const Policies& policies, TenantConfig& out) {
  if (policies.ingress.empty()) {
    if (!out.namespaces->empty()) out.isolation = std::string("none");
    return;
  }
  if (out.namespaces->size() < 2) return;
  for (const Value* policy : policies.ingress) {
    const PeersOf peers = ReadPeers(policy->At({"spec", "ingress"}), "from");
    for (const auto& [name, spec] : *out.namespaces) {
      const auto peer = peers.namespaces.find({name, {}});
      if (peer == peers.namespaces.end() || peer->second) {
        out.isolation = std::string("namespace");
        return;
      }
    }
  }
}

bool IsOwn(const TenantConfig& tenant, const std::string& name) {
  return tenant.namespaces->contains(name);
}

/// Grants with the numbers of both sorts of ports, paired in order: which belongs to which does not
/// change what is let in.
std::vector<PortGrant> PairPorts(const PortSet& pods, const PortSet& services) {
  std::vector<PortGrant> out;
  auto service = services.begin();
  for (auto pod = pods.begin(); pod != pods.end() || service != services.end();) {
    PortGrant grant;
    grant.port = pod != pods.end() ? *pod : *pods.rbegin();
    const std::int64_t number = service != services.end() ? *service
                                : services.empty()        ? *grant.port
                                                          : *services.rbegin();
    if (number != *grant.port) grant.service_port = number;
    out.push_back(grant);
    if (pod != pods.end()) ++pod;
    if (service != services.end()) ++service;
  }
  return out;
}

void AddCaller(const Caller& caller, CallerGrant& grant) {
  if (caller.service_account.empty()) {
    StringList list = grant.namespaces.value_or({});
    list.push_back(caller.name_space);
    grant.namespaces = list;
  } else {
    StringList list = grant.service_accounts.value_or({});
    list.push_back(caller.name_space + "/" + caller.service_account);
    grant.service_accounts = list;
  }
}

/// The scraper that a peer is: ports of proxies tell it from other callers.
Scraper ScraperOf(const std::string& name, PortSet ports, bool sidecar) {
  Scraper out;
  out.name_space = name;
  if (ports.erase(kHbonePort) == 0) out.mesh = false;
  if (sidecar) {
    ports.erase(kAgentMetricsPort);
    ports.erase(kProxyMetricsPort);
  }
  if (!ports.empty()) out.ports = PortList(ports.begin(), ports.end());
  return out;
}

/// Scrapers show in the ingress policy of a sidecar namespace, by the proxies' metrics ports, and
/// in the policy of a waypoint.
void ReadScrapers(const Policies& policies, TenantConfig& out) {
  std::set<std::string> at_waypoints;
  for (const Value* policy : policies.waypoints) {
    for (const auto& [peer, ports] :
         ReadPeers(policy->At({"spec", "ingress"}), "from").namespaces) {
      at_waypoints.insert(peer.first);
    }
  }
  std::map<std::string, Scraper> scrapers;
  for (const Value* policy : policies.ingress) {
    const auto ns = out.namespaces->find(NamespaceOf(*policy));
    // Outside the mesh a scraper looks like any caller with ports.
    if (ns == out.namespaces->end() || !ns->second.dataplane_mode) continue;
    const bool sidecar = *ns->second.dataplane_mode == "sidecar";
    const PeersOf peers = ReadPeers(policy->At({"spec", "ingress"}), "from");
    for (const auto& [peer, ports] : peers.namespaces) {
      const bool known = sidecar ? ports && ports->contains(kAgentMetricsPort)
                                 : ports && at_waypoints.contains(peer.first);
      if (known) scrapers.emplace(peer.first, ScraperOf(peer.first, *ports, sidecar));
    }
  }
  std::vector<Scraper> list;
  for (auto& [name, scraper] : scrapers) list.push_back(std::move(scraper));
  if (!list.empty()) out.scrapers = list;
}

/// True when a caller of the fence is a scraper that is known already; its identity is noted.
bool TakeScraper(const Caller& caller, const PortSet& ports, TenantConfig& out) {
  std::vector<Scraper> scrapers = out.scrapers.value_or({});
  for (Scraper& scraper : scrapers) {
    if (scraper.name_space.value_or("") != caller.name_space) continue;
    const PortList own = scraper.ports.value_or({});
    if (PortSet(own.begin(), own.end()) != ports) continue;
    if (!caller.service_account.empty()) scraper.service_account = caller.service_account;
    out.scrapers = scrapers;
    return true;
  }
  return false;
}

void ReadGateways(const FenceCallers& pods, const Policies& policies, TenantConfig& out) {
  PeersOf peers;
  if (!policies.ingress.empty()) {
    peers = ReadPeers(policies.ingress.front()->At({"spec", "ingress"}), "from");
  }
  std::vector<GatewayCaller> gateways;
  StringList namespaces;
  for (const Caller& caller : pods.everywhere) {
    if (caller.service_account.empty()) {
      if (!IsOwn(out, caller.name_space)) namespaces.push_back(caller.name_space);
      continue;
    }
    GatewayCaller gateway;
    gateway.name_space = caller.name_space;
    gateway.service_account = caller.service_account;
    for (const auto& [peer, ports] : peers.namespaces) {
      if (peer.first == caller.name_space && !peer.second.empty()) gateway.pod_labels = peer.second;
    }
    gateways.push_back(gateway);
  }
  if (!gateways.empty()) out.gateways = gateways;
  if (namespaces.empty()) return;
  CallerGrant grant;
  grant.namespaces = namespaces;
  out.allow_from = std::vector<CallerGrant>{grant};
}

/// Callers of the fence: identities that may call everywhere are gateways, the others grants.
void ReadFences(const Policies& policies, TenantConfig& out) {
  if (policies.fences.empty()) return;
  const FenceCallers pods = ReadFence(*policies.fences.front());
  FenceCallers services;
  if (!policies.waypoint_fences.empty()) services = ReadFence(*policies.waypoint_fences.front());
  ReadGateways(pods, policies, out);
  std::map<std::pair<PortSet, PortSet>, CallerGrant> narrow;
  for (const auto& [caller, ports] : pods.ports) {
    if (IsOwn(out, caller.name_space) || TakeScraper(caller, ports, out)) continue;
    const auto service = services.ports.find(caller);
    AddCaller(caller,
              narrow[{ports, service == services.ports.end() ? PortSet{} : service->second}]);
  }
  std::vector<CallerGrant> grants = out.allow_from.value_or({});
  for (auto& [ports, grant] : narrow) {
    grant.ports = PairPorts(ports.first, ports.second);
    grants.push_back(grant);
  }
  if (!grants.empty()) out.allow_from = grants;
}

/// Outside the mesh only NetworkPolicy shows who may call.
void ReadPlainCallers(const Policies& policies, TenantConfig& out) {
  if (!policies.fences.empty() || policies.ingress.empty()) return;
  const PeersOf peers = ReadPeers(policies.ingress.front()->At({"spec", "ingress"}), "from");
  std::map<std::optional<PortSet>, CallerGrant> grants;
  for (const auto& [peer, ports] : peers.namespaces) {
    if (!IsOwn(out, peer.first)) AddCaller({peer.first, ""}, grants[ports]);
  }
  std::vector<CallerGrant> list;
  for (auto& [ports, grant] : grants) {
    if (ports) grant.ports = PairPorts(*ports, {});
    list.push_back(grant);
  }
  if (!list.empty()) out.allow_from = list;
}

/// With open egress only a Sidecar shows what the tenant may call.
void ReadVisible(const Policies& policies, TenantConfig& out) {
  if (!policies.egress.empty() || policies.sidecars.empty()) return;
  const Value& egress = policies.sidecars.front()->At({"spec", "egress"});
  if (!egress.is_list() || egress.as_list().empty()) return;
  const Value& hosts = egress.as_list().front().Get("hosts");
  if (!hosts.is_list()) return;
  StringList namespaces;
  for (const Value& host : hosts.as_list()) {
    const std::string text = host.StringOr("");
    const std::string name = text.substr(0, text.find('/'));
    if (name != "." && name != kControlPlane && !IsOwn(out, name)) namespaces.push_back(name);
  }
  if (namespaces.empty()) return;
  Target target;
  target.namespaces = namespaces;
  out.allow_to = std::vector<Target>{target};
}

void ReadEgress(const Policies& policies, TenantConfig& out) {
  if (policies.egress.empty()) return;
  out.egress = std::string("restricted");
  const PeersOf peers = ReadPeers(policies.egress.front()->At({"spec", "egress"}), "to");
  std::map<std::optional<PortSet>, Target> targets;
  for (const auto& [peer, found] : peers.namespaces) {
    // Peers with labels are the name servers and the control plane, which every tenant reaches.
    if (IsOwn(out, peer.first) || !peer.second.empty()) continue;
    std::optional<PortSet> ports = found;
    if (ports) ports->erase(kHbonePort);
    StringList list = targets[ports].namespaces.value_or({});
    list.push_back(peer.first);
    targets[ports].namespaces = list;
  }
  for (const auto& [ports, cidrs] : peers.cidrs) {
    if (ports == PortSet{kDnsPort}) continue;  // the provider setting dns_cidrs
    targets[ports].cidrs = StringList(cidrs.begin(), cidrs.end());
  }
  std::vector<Target> list;
  for (auto& [ports, target] : targets) {
    if (ports) target.ports = PortList(ports->begin(), ports->end());
    list.push_back(target);
  }
  if (!list.empty()) out.allow_to = list;
}

/// What tells one door from another, whichever namespaces it opens into.
using DoorKey = std::tuple<StringMap, StringList, StringList, PortList, std::string>;

void ReadDoor(const Value& policy, std::map<DoorKey, StringList>& out) {
  StringMap selector;
  const Value& labels = policy.At({"spec", "podSelector", "matchLabels"});
  if (labels.is_map()) selector = Codec<StringMap>::From(labels);
  const std::string reason = policy.At({"metadata", "annotations", kReason}).StringOr("");
  const Value& rules = policy.At({"spec", "ingress"});
  if (!rules.is_list()) return;
  for (const Value& rule : rules.as_list()) {
    const PeersOf peers = ReadPeers(Value::List{rule}, "from");
    StringList namespaces;
    StringList cidrs;
    PortList numbers;
    for (const auto& [peer, ports] : peers.namespaces) namespaces.push_back(peer.first);
    for (const auto& [ports, blocks] : peers.cidrs) cidrs.assign(blocks.begin(), blocks.end());
    for (const auto& [ports, blocks] : peers.cidrs) {
      if (ports) numbers.assign(ports->begin(), ports->end());
    }
    for (const auto& [peer, ports] : peers.namespaces) {
      if (ports) numbers.assign(ports->begin(), ports->end());
    }
    out[{selector, namespaces, cidrs, numbers, reason}].push_back(NamespaceOf(policy));
  }
}

void ReadDoors(const Policies& policies, TenantConfig& out) {
  std::map<DoorKey, StringList> doors;
  for (const Value* policy : policies.doors) ReadDoor(*policy, doors);
  std::vector<PlaintextDoor> list;
  for (const auto& [key, targets] : doors) {
    const auto& [selector, namespaces, cidrs, ports, reason] = key;
    PlaintextDoor door;
    if (!selector.empty()) door.selector = selector;
    if (!namespaces.empty()) door.namespaces = namespaces;
    if (!cidrs.empty()) door.cidrs = cidrs;
    door.ports = ports;
    door.reason = reason;
    door.to_namespaces = targets;
    list.push_back(std::move(door));
  }
  if (!list.empty()) out.allow_plaintext = list;
}

}  // namespace

TenantConfig ReadTenant(const std::vector<Value>& objects) {
  TenantConfig out;
  ReadNamespaces(objects, out);
  const Policies policies = Sort(objects);
  ReadIsolation(policies, out);
  for (const Value& object : objects) {
    ReadQuota(object, out);
    ReadRateLimit(object, out);
    if (KindOf(object) == "ValidatingAdmissionPolicy") ReadGuard(object, out);
  }
  ReadScrapers(policies, out);
  ReadFences(policies, out);
  ReadPlainCallers(policies, out);
  ReadVisible(policies, out);
  ReadEgress(policies, out);
  ReadDoors(policies, out);
  return out;
}

}  // namespace mesh
