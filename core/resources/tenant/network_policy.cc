#include "core/resources/tenant/network_policy.h"

#include "core/resources/namespace/istio_api.h"
#include "core/resources/namespace/waypoint.h"

namespace mesh {
namespace {

constexpr const char* kNameLabel = "kubernetes.io/metadata.name";
/// A sidecar's merged metrics, and Envoy's own; neither port is captured, so neither needs mTLS.
constexpr std::int64_t kAgentMetricsPort = 15020;
constexpr std::int64_t kProxyMetricsPort = 15090;

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

/// Outside the mesh a service account cannot be told from its namespace, so it is not let in.
void AdmitCallers(const TenantConfig& tenant, const NamespaceConfig& ns, PeerPorts& peers) {
  for (const CallerGrant& grant : tenant.allow_from.value_or({})) {
    StringList names = grant.namespaces.value_or({});
    if (ns.meshed()) {
      for (const std::string& account : grant.service_accounts.value_or({})) {
        names.push_back(ParseServiceAccount(account).name_space);
      }
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

PeerPorts IngressPeers(const TenantConfig& tenant, const NamespaceConfig& ns) {
  PeerPorts peers;
  AdmitCallers(tenant, ns, peers);
  AdmitScrapers(tenant, ns, peers);
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
  return Value::Map{{"ipBlock", Value::Map{{"cidr", cidr}}}};
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
  const bool unknown = CallersUnknown(tenant);
  out.push_back(
      NewNetworkPolicy(*name_space.name, kIngressName,
                       {{"podSelector", Value::Map{}},
                        {"policyTypes", Value::List{"Ingress"}},
                        {"ingress", unknown ? Value::Unknown()
                                            : Value(IngressRules(tenant, name_space, settings))}}));
  return out;
}

}  // namespace mesh
