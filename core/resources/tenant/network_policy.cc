#include "core/resources/tenant/network_policy.h"

#include "core/resources/namespace/istio_api.h"
#include "core/resources/namespace/waypoint.h"
#include "core/resources/tenant/checks.h"

namespace mesh {
namespace {

constexpr const char* kNameLabel = "kubernetes.io/metadata.name";
/// istiod's port for xDS and certificates over TLS.
constexpr std::int64_t kIstiodPort = 15012;
/// Where clouds serve credentials of the node to whoever asks, over IPv4 and IPv6.
constexpr const char* kMetadataAddress = "169.254.169.254/32";
constexpr const char* kMetadataAddress6 = "fd00:ec2::254/128";

using Ports = std::set<std::int64_t>;

struct Peer {
  std::string name_space;
  StringMap labels;
  auto operator<=>(const Peer&) const = default;
};
/// Ports that a peer may reach; nullopt means every port.
using PeerPorts = std::map<Peer, std::optional<Ports>>;

void Admit(PeerPorts& peers, const Peer& peer) { peers[peer] = std::nullopt; }

void Admit(PeerPorts& peers, const Peer& peer, const Ports& ports) {
  const auto [it, added] = peers.try_emplace(peer, Ports{});
  if (it->second) it->second->insert(ports.begin(), ports.end());
}

/// A service account stands for its namespace here: NetworkPolicy cannot tell them apart.
void AdmitCallers(const TenantConfig& tenant, const NamespaceConfig& ns, PeerPorts& peers) {
  for (const CallerGrant& grant : tenant.allow_from.value_or({})) {
    StringList names = grant.namespaces.value_or({});
    for (const std::string& account : grant.service_accounts.value_or({})) {
      names.push_back(ParseServiceAccount(account).name_space);
    }
    Ports ports;
    for (const PortGrant& port : grant.ports.value_or({})) ports.insert(*port.port);
    if (ns.meshed()) ports.insert(kHbonePort);
    for (const std::string& name : names) {
      if (grant.ports) {
        Admit(peers, {name, {}}, ports);
      } else {
        Admit(peers, {name, {}});
      }
    }
  }
}

void AdmitScrapers(const TenantConfig& tenant, const NamespaceConfig& ns, PeerPorts& peers) {
  for (const Scraper& scraper : tenant.scrapers.value_or({})) {
    const bool mesh = scraper.mesh.value_or(true);
    Ports ports;
    if (ns.mode() == "sidecar") ports = {kAgentMetricsPort, kProxyMetricsPort};
    if (ns.mode() == "none" || mesh) {
      for (const std::int64_t port : scraper.ports.value_or({})) ports.insert(port);
    }
    if (ns.meshed() && mesh && !ports.empty()) ports.insert(kHbonePort);
    if (!ports.empty()) Admit(peers, {*scraper.name_space, {}}, ports);
  }
}

/// Callers of ambient pods come through port 15008, so a port that is open for plaintext need not
/// be open to them as well.
void CloseDoors(const TenantConfig& tenant, const NamespaceConfig& ns, PeerPorts& peers) {
  const Access access = WorkloadAccess(tenant, ns);
  for (auto& [peer, ports] : peers) {
    if (!ports) continue;
    for (const auto& [port, door] : access.doors) ports->erase(port);
  }
}

PeerPorts IngressPeers(const TenantConfig& tenant, const NamespaceConfig& ns) {
  PeerPorts peers;
  AdmitCallers(tenant, ns, peers);
  AdmitScrapers(tenant, ns, peers);
  if (ns.mode() == "ambient") CloseDoors(tenant, ns, peers);
  for (const std::string& own : OwnCallers(tenant, ns)) Admit(peers, {own, {}});
  for (const GatewayCaller& gateway : tenant.gateways.value_or({})) {
    Admit(peers, {*gateway.name_space, gateway.pod_labels.value_or({})});
  }
  return peers;
}

/// One rule for all peers that may reach the same ports.
Value::List Rules(const PeerPorts& peers, const char* direction) {
  std::map<std::optional<Ports>, Value::List> by_ports;
  for (const auto& [peer, ports] : peers) {
    by_ports[ports].push_back(NamespacePeer(peer.name_space, peer.labels));
  }
  Value::List rules;
  for (auto& [ports, list] : by_ports) {
    Value::Map rule{{direction, std::move(list)}};
    if (ports) rule["ports"] = TcpPorts(*ports);
    rules.push_back(std::move(rule));
  }
  return rules;
}

Value::List IngressRules(const TenantConfig& tenant, const NamespaceConfig& ns,
                         const Settings& settings) {
  Value::List rules = Rules(IngressPeers(tenant, ns), "from");
  if (ns.mode() == "ambient") {
    Value::List probes;
    for (const std::string& cidr : settings.probe_sources.value_or({})) {
      probes.push_back(Value::Map{{"ipBlock", Value::Map{{"cidr", cidr}}}});
    }
    if (!probes.empty()) rules.push_back(Value::Map{{"from", std::move(probes)}});
  }
  return rules;
}

/// Traffic to a name server: pods of the cluster's DNS, and node-local caches.
Value DnsRule(const Settings& settings) {
  Value::List to{NamespacePeer("kube-system", {{"k8s-app", "kube-dns"}})};
  for (const std::string& cidr : settings.dns_cidrs.value_or({})) to.push_back(AddressPeer(cidr));
  Value::List ports{Value::Map{{"port", kDnsPort}, {"protocol", "UDP"}},
                    Value::Map{{"port", kDnsPort}, {"protocol", "TCP"}}};
  return Value::Map{{"to", std::move(to)}, {"ports", std::move(ports)}};
}

/// Sidecars and waypoints fetch configuration and certificates from istiod.
Value ControlPlaneRule(const Settings& settings) {
  return Value::Map{
      {"to", Value::List{NamespacePeer(settings.istio_namespace.value_or("istio-system"),
                                       {{"app", "istiod"}})}},
      {"ports", TcpPorts({kIstiodPort})}};
}

void AdmitTargets(const Attr<std::vector<Target>>& targets, const NamespaceConfig& ns,
                  PeerPorts& peers) {
  for (const Target& target : targets.value_or({})) {
    for (const std::string& name : target.namespaces.value_or({})) {
      if (!target.ports) {
        Admit(peers, {name, {}});
        continue;
      }
      Ports ports(target.ports->begin(), target.ports->end());
      if (ns.meshed()) ports.insert(kHbonePort);
      Admit(peers, {name, {}}, ports);
    }
  }
}

/// One rule for all addresses that may be called on the same ports.
void AddAddressRules(const std::vector<const Attr<std::vector<Target>>*>& all, Value::List& rules) {
  std::map<std::optional<Ports>, std::set<std::string>> by_ports;
  for (const Attr<std::vector<Target>>* targets : all) {
    for (const Target& target : targets->value_or({})) {
      std::optional<Ports> ports;
      if (target.ports) ports = Ports(target.ports->begin(), target.ports->end());
      for (const std::string& cidr : target.cidrs.value_or({})) by_ports[ports].insert(cidr);
    }
  }
  for (const auto& [ports, cidrs] : by_ports) {
    Value::List to;
    for (const std::string& cidr : cidrs) to.push_back(AddressPeer(cidr));
    Value::Map rule{{"to", std::move(to)}};
    if (ports) rule["ports"] = TcpPorts(*ports);
    if (!rule.at("to").as_list().empty()) rules.push_back(std::move(rule));
  }
}

Value::List EgressRules(const TenantConfig& tenant, const NamespaceConfig& ns,
                        const Settings& settings) {
  Value::List rules{DnsRule(settings)};
  if (ns.mode() == "sidecar") rules.push_back(ControlPlaneRule(settings));
  PeerPorts peers;
  AdmitTargets(tenant.allow_to, ns, peers);
  AdmitTargets(tenant.telemetry_backends, ns, peers);
  for (const std::string& own : OwnCallers(tenant, ns)) Admit(peers, {own, {}});
  for (Value& rule : Rules(peers, "to")) rules.push_back(std::move(rule));
  AddAddressRules({&tenant.allow_to, &tenant.telemetry_backends}, rules);
  return rules;
}

/// Scrapers reach the waypoint's own metrics, whatever ports they may reach elsewhere.
Value::List WaypointIngress(const TenantConfig& tenant) {
  std::set<std::string> names;
  for (const Scraper& scraper : tenant.scrapers.value_or({})) names.insert(*scraper.name_space);
  if (names.empty()) return {};
  Value::List from;
  for (const std::string& name : names) from.push_back(NamespacePeer(name));
  return {Value::Map{{"from", std::move(from)},
                     {"ports", TcpPorts({kAgentMetricsPort, kProxyMetricsPort})}}};
}

DesiredObject NewNetworkPolicy(const std::string& name_space, const char* name, Value::Map spec) {
  Value object = NewManagedObject("networking.k8s.io/v1", "NetworkPolicy", name_space, name);
  object.Set("spec", std::move(spec));
  return {.content = std::move(object), .closed = true};
}

}  // namespace

Value NamespacePeer(const std::string& name_space, const StringMap& labels) {
  Value::Map peer{
      {"namespaceSelector", Value::Map{{"matchLabels", Value::Map{{kNameLabel, name_space}}}}}};
  if (!labels.empty()) {
    peer["podSelector"] = Value::Map{{"matchLabels", Codec<StringMap>::To(labels)}};
  }
  return peer;
}

Value AddressPeer(const std::string& cidr) {
  Value::Map block{{"cidr", cidr}};
  for (const char* metadata : {kMetadataAddress, kMetadataAddress6}) {
    // An exception must lie inside its block and be smaller than it.
    if (cidr != metadata && CidrContains(cidr, metadata)) block["except"] = Value::List{metadata};
  }
  return Value::Map{{"ipBlock", std::move(block)}};
}

Value::List TcpPorts(const std::set<std::int64_t>& ports) {
  Value::List out;
  for (const std::int64_t port : ports) {
    out.push_back(Value::Map{{"port", port}, {"protocol", "TCP"}});
  }
  return out;
}

std::vector<DesiredObject> RenderNetworkPolicies(const TenantConfig& tenant,
                                                 const NamespaceConfig& name_space,
                                                 const Settings& settings) {
  std::vector<DesiredObject> out;
  const std::string& name = *name_space.name;
  const bool restricted = tenant.egress.value_or("open") == "restricted";
  const auto known = [](bool unknown, auto rules) {
    return unknown ? Value::Unknown() : Value(rules());
  };
  out.push_back(NewNetworkPolicy(name, kIngressName,
                                 {{"podSelector", Value::Map{}},
                                  {"policyTypes", Value::List{"Ingress"}},
                                  {"ingress", known(CallersUnknown(tenant), [&] {
                                     return IngressRules(tenant, name_space, settings);
                                   })}}));
  if (restricted) {
    out.push_back(NewNetworkPolicy(name, kEgressName,
                                   {{"podSelector", Value::Map{}},
                                    {"policyTypes", Value::List{"Egress"}},
                                    {"egress", known(TargetsUnknown(tenant), [&] {
                                       return EgressRules(tenant, name_space, settings);
                                     })}}));
  }
  const bool scraped = !tenant.scrapers.value_or({}).empty();
  if (!name_space.has_own_waypoint() || (!restricted && !scraped)) return out;
  Value pods =
      Value::Map{{"gateway.networking.k8s.io/gateway-name", ToValue(name_space.waypoint->name)}};
  Value::Map spec{{"podSelector", Value::Map{{"matchLabels", std::move(pods)}}}};
  Value::List directions;
  if (scraped) {
    directions.emplace_back("Ingress");
    spec["ingress"] = known(CallersUnknown(tenant), [&] { return WaypointIngress(tenant); });
  }
  if (restricted) {
    directions.emplace_back("Egress");
    spec["egress"] = Value::List{ControlPlaneRule(settings)};
  }
  spec["policyTypes"] = std::move(directions);
  out.push_back(NewNetworkPolicy(name, kWaypointNetworkName, std::move(spec)));
  return out;
}

}  // namespace mesh
