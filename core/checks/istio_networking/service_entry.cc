#include <algorithm>
#include <set>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/protocol_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_networking/endpoint_rules.h"
#include "core/checks/istio_networking/listener_parts.h"
#include "core/checks/istio_networking/networking_kinds.h"
#include "core/checks/istio_networking/workload.h"
#include "core/checks/read.h"
#include "core/checks/version.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kTwoWays = RuleOf(kEndpointRules, "MSH2300");
constexpr const Rule& kAnyHost = RuleOf(kEndpointRules, "MSH2301");
constexpr const Rule& kEntryWildcard = RuleOf(kEndpointRules, "MSH2302");
constexpr const Rule& kSubnet = RuleOf(kEndpointRules, "MSH2303");
constexpr const Rule& kPortTwice = RuleOf(kEndpointRules, "MSH2304");
constexpr const Rule& kTcpEverywhere = RuleOf(kEndpointRules, "MSH2305");
constexpr const Rule& kUnusedEndpoints = RuleOf(kEndpointRules, "MSH2306");
constexpr const Rule& kUnusedSelector = RuleOf(kEndpointRules, "MSH2307");
constexpr const Rule& kUnresolvable = RuleOf(kEndpointRules, "MSH2308");
constexpr const Rule& kSeveralEndpoints = RuleOf(kEndpointRules, "MSH2309");
constexpr const Rule& kNoIp = RuleOf(kEndpointRules, "MSH2310");
constexpr const Rule& kAddress = RuleOf(kEndpointRules, "MSH2311");
constexpr const Rule& kUnknownPort = RuleOf(kEndpointRules, "MSH2312");
constexpr const Rule& kEntrySocketPort = RuleOf(kEndpointRules, "MSH2313");
constexpr const Rule& kSharedAddress = RuleOf(kEndpointRules, "MSH2314");
constexpr const Rule& kDynamicHost = RuleOf(kEndpointRules, "MSH2315");
constexpr const Rule& kDynamicAddress = RuleOf(kEndpointRules, "MSH2316");
constexpr const Rule& kDynamicEndpoint = RuleOf(kEndpointRules, "MSH2317");
constexpr const Rule& kDynamicProtocol = RuleOf(kEndpointRules, "MSH2318");
constexpr const Rule& kDynamicWaypoint = RuleOf(kEndpointRules, "MSH2319");
constexpr const Rule& kSeveralHosts = RuleOf(kEndpointRules, "MSH2320");
constexpr const Rule& kNoEndpoints = RuleOf(kEndpointRules, "MSH2321");

constexpr std::string_view kWaypointLabel = "istio.io/use-waypoint";
constexpr std::string_view kAllocationLabel = "networking.istio.io/enable-autoallocate-ip";
/// The first version that allocates addresses unless told not to.
constexpr std::string_view kAllocatesSince = "1.25";

bool IsWord(std::string_view text, std::string_view low) {
  return std::ranges::equal(text, low, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
}

/// A ServiceEntry's parts, read once.
struct Entry {
  Entry(const Value& object, const CheckContext& context)
      : spec(object.Get("spec")),
        labels(object.At({"metadata", "labels"})),
        resolution(spec.Get("resolution").is_null() ? "NONE" : TextOf(spec.Get("resolution"))),
        hosts(ItemsOf(spec.Get("hosts"))),
        addresses(ItemsOf(spec.Get("addresses"))),
        ports(ItemsOf(spec.Get("ports"))),
        endpoints(ItemsOf(spec.Get("endpoints"))) {
    for (const Value& port : ports) port_names.insert(TextOf(port.Get("name")));
    const bool told_not_to = IsWord(TextOf(labels.Get(kAllocationLabel)), "false");
    const bool too_old = !context.version.empty() && IsOlder(context.version, kAllocatesSince);
    allocates_addresses = addresses.empty() && resolution != "NONE" && !told_not_to && !too_old;
  }

  bool IsLookedUp() const { return resolution == "DNS" || resolution == "DNS_ROUND_ROBIN"; }

  const Value& spec;
  const Value& labels;
  std::string_view resolution;
  const Value::List& hosts;
  const Value::List& addresses;
  const Value::List& ports;
  const Value::List& endpoints;
  std::set<std::string_view> port_names = {};
  /// Whether Istio hands out addresses where the entry has none.
  bool allocates_addresses = false;
};

std::string ResolutionIs(const Entry& entry) {
  return "The resolution is " + std::string(entry.resolution) + ".";
}

void CheckHosts(const Entry& entry, const Place& at, Findings& out) {
  for (std::size_t i = 0; i < entry.hosts.size(); ++i) {
    const std::string_view host = TextOf(entry.hosts[i]);
    if (host == "*") {
      out.Add(kAnyHost, at[i], "It is \"*\".");
      continue;
    }
    CheckWildcardHost(entry.hosts[i], at[i], out);
    if (HasPartialWildcard(host) && entry.resolution != "DYNAMIC_DNS") {
      out.Add(kEntryWildcard, at[i], "It is " + InQuotes(host) + ".");
    }
    // Without endpoints the hosts are what is looked up.
    if (entry.IsLookedUp() && entry.endpoints.empty() && !WrongFqdn(host).empty() &&
        WrongWildcardHost(host).empty()) {
      out.Add(kUnresolvable, at[i], InQuotes(host) + " has a wildcard. " + ResolutionIs(entry));
    }
  }
}

void CheckAddresses(const Entry& entry, const Place& at, Findings& out) {
  const bool allows_subnets = entry.resolution == "NONE" || entry.resolution == "STATIC";
  for (std::size_t i = 0; i < entry.addresses.size(); ++i) {
    CheckSubnet(entry.addresses[i], at[i], out);
    const std::string_view address = TextOf(entry.addresses[i]);
    if (!allows_subnets && address.find('/') != std::string_view::npos) {
      out.Add(kSubnet, at[i], InQuotes(address) + " is a subnet. " + ResolutionIs(entry));
    }
  }
}

void CheckServicePorts(const Entry& entry, const Place& list_at, Findings& out) {
  std::set<std::int64_t> numbers;
  for (std::size_t i = 0; i < entry.ports.size(); ++i) {
    const Value& port = entry.ports[i];
    const Place at = list_at[i];
    if (!port.is_map()) continue;
    CheckPortName(port.Get("name"), at / "name", out);
    CheckProtocol(port.Get("protocol"), at / "protocol", out);
    CheckNoUdp(port.Get("protocol"), at / "protocol", out);
    CheckPort(port.Get("number"), at / "number", out);
    CheckPort(port.Get("targetPort"), at / "targetPort", out);
    if (port.Get("number").is_number() && !numbers.insert(WholeOf(port.Get("number"))).second) {
      out.Add(kPortTwice, at / "number", "A port before it has the same.");
    }
    const std::string_view protocol = TextOf(port.Get("protocol"));
    const bool is_tcp = protocol.empty() || protocol == "TCP";
    if (is_tcp && entry.addresses.empty() && !entry.allocates_addresses) {
      out.Add(kTcpEverywhere, at,
              protocol.empty() ? "It has no protocol, which may be TCP." : "The protocol is TCP.");
    }
  }
}

/// Protocols that cannot tell several hosts apart.
void CheckSeveralHosts(const Entry& entry, const Place& at, Findings& out) {
  if (entry.hosts.size() < 2) return;
  const auto first = [&](auto is_wrong) {
    return std::ranges::find_if(entry.ports, [&](const Value& port) {
      return port.is_map() && is_wrong(TextOf(port.Get("protocol")));
    });
  };
  const auto without_host = first([](std::string_view protocol) {
    return !IsHttpProtocol(protocol) && !IsTlsProtocol(protocol);
  });
  if (entry.resolution != "NONE" && without_host != entry.ports.end()) {
    out.Add(kSeveralHosts, at / "hosts",
            "Port " + InQuotes(TextOf(without_host->Get("name"))) +
                " is neither for HTTP nor for TLS. " + ResolutionIs(entry));
  }
  if (entry.IsLookedUp() && !entry.addresses.empty() && first(IsTcpProtocol) != entry.ports.end()) {
    out.Add(kSharedAddress, at / "hosts", "There are " + std::to_string(entry.hosts.size()) + ".");
  }
}

/// An endpoint's address by how it is found.
void CheckEndpointAddress(const Entry& entry, const Value& endpoint, const Place& at,
                          Findings& out) {
  const std::string_view address = TextOf(endpoint.Get("address"));
  if (entry.resolution == "STATIC") {
    if (IsUnixSocket(address)) {
      if (entry.port_names.size() != 1) {
        out.Add(kEntrySocketPort, at / "address",
                "There are " + std::to_string(entry.port_names.size()) + " ports.");
      }
    } else if (!address.empty() && !IsIpAddress(address)) {
      out.Add(kNoIp, at / "address", InQuotes(address) + " is no IP address.");
    }
    return CheckHasAddress(endpoint, at, out);
  }
  if (!address.empty() && !IsNameOrIp(address)) {
    out.Add(kAddress, at / "address",
            InQuotes(address) + " is no IP address. " + WrongFqdn(address));
  } else if (address.empty() && TextOf(endpoint.Get("network")).empty()) {
    CheckHasAddress(endpoint, at, out);
  } else if (address.empty()) {
    out.Add(kAddress, at, "There is none to look up.");
  }
}

void CheckEndpoints(const Entry& entry, const Place& list_at, Findings& out) {
  for (std::size_t i = 0; i < entry.endpoints.size(); ++i) {
    const Value& endpoint = entry.endpoints[i];
    if (!endpoint.is_map()) continue;
    const Place at = list_at[i];
    CheckWorkload(endpoint, at, out);
    if (entry.resolution != "STATIC" && !entry.IsLookedUp()) continue;
    CheckEndpointAddress(entry, endpoint, at, out);
    CheckLabels(endpoint.Get("labels"), at / "labels", out);
    for (const auto& [name, port] : MembersOf(endpoint.Get("ports"))) {
      if (entry.port_names.contains(name)) continue;
      out.Add(kUnknownPort, (at / "ports").Key(name), "It is " + InQuotes(name) + ".");
    }
  }
}

void CheckNoResolution(const Entry& entry, const Place& at, Findings& out) {
  if (!entry.spec.Get("endpoints").is_null()) {
    out.Add(kUnusedEndpoints, at / "endpoints", ResolutionIs(entry));
  }
  if (!entry.spec.Get("workloadSelector").is_null()) {
    out.Add(kUnusedSelector, at / "workloadSelector", ResolutionIs(entry));
  }
}

void CheckStatic(const Entry& entry, const Place& at, Findings& out) {
  if (entry.endpoints.empty() && entry.spec.Get("workloadSelector").is_null()) {
    out.Add(kNoEndpoints, at, "There is neither endpoints nor workloadSelector.");
  }
}

void CheckRoundRobin(const Entry& entry, const Place& at, Findings& out) {
  if (entry.endpoints.size() < 2) return;
  out.Add(kSeveralEndpoints, at / "endpoints",
          "There are " + std::to_string(entry.endpoints.size()) + ".");
}

void CheckDynamic(const Entry& entry, const Place& at, Findings& out) {
  for (std::size_t i = 0; i < entry.hosts.size(); ++i) {
    const std::string_view host = TextOf(entry.hosts[i]);
    if (host.starts_with('*')) continue;
    out.Add(kDynamicHost, (at / "hosts")[i], InQuotes(host) + " has no wildcard.");
  }
  if (!entry.addresses.empty()) out.Add(kDynamicAddress, at / "addresses", ResolutionIs(entry));
  if (!entry.endpoints.empty()) out.Add(kDynamicEndpoint, at / "endpoints", ResolutionIs(entry));
  for (std::size_t i = 0; i < entry.ports.size(); ++i) {
    const std::string_view protocol = TextOf(entry.ports[i].Get("protocol"));
    if (!entry.ports[i].is_map() || HasHostPerRequest(protocol)) continue;
    out.Add(kDynamicProtocol, (at / "ports")[i],
            protocol.empty() ? "There is no protocol."
                             : "The protocol is " + std::string(protocol) + ".");
  }
  const std::string_view waypoint = TextOf(entry.labels.Get(kWaypointLabel));
  const bool is_used = !waypoint.empty() && !IsWord(waypoint, "none");
  if (is_used && TextOf(entry.spec.Get("location")) == "MESH_INTERNAL") {
    out.Add(kDynamicWaypoint, at / "location",
            "The waypoint of the label is " + InQuotes(waypoint) + ".");
  }
}

struct ResolutionRow {
  std::string_view name;
  void (*check)(const Entry& entry, const Place& at, Findings& out);
};
constexpr ResolutionRow kResolutions[] = {
    {"NONE", CheckNoResolution},
    {"STATIC", CheckStatic},
    {"DNS_ROUND_ROBIN", CheckRoundRobin},
    {"DYNAMIC_DNS", CheckDynamic},
};

}  // namespace

void CheckServiceEntry(const Value& object, const CheckContext& context, Findings& out) {
  CheckAnnotations(object, out);
  const Entry entry(object, context);
  if (!entry.spec.is_map()) return;
  const Place at = Place() / "spec";
  const Value& selector = entry.spec.Get("workloadSelector");
  CheckSelector(selector, "labels", at / "workloadSelector", out);
  if (!selector.is_null() && !entry.spec.Get("endpoints").is_null()) {
    out.Add(kTwoWays, at, "Both are there.");
  }
  CheckHosts(entry, at / "hosts", out);
  CheckAddresses(entry, at / "addresses", out);
  CheckServicePorts(entry, at / "ports", out);
  CheckSeveralHosts(entry, at, out);
  CheckEndpoints(entry, at / "endpoints", out);
  for (const ResolutionRow& row : kResolutions) {
    if (row.name == entry.resolution) row.check(entry, at, out);
  }
  CheckExportTo(entry.spec.Get("exportTo"), NamespaceOf(object), MayExportToNobody::kYes,
                at / "exportTo", out);
}

}  // namespace mesh::istio
