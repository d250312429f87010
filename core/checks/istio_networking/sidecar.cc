#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/protocol_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_networking/listener_parts.h"
#include "core/checks/istio_networking/listener_rules.h"
#include "core/checks/istio_networking/networking_kinds.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kPort = RuleOf(kSharedRules, "MSH2003");
constexpr const Rule& kSidecarTlsPort = RuleOf(kListenerRules, "MSH2239");
constexpr const Rule& kEmpty = RuleOf(kListenerRules, "MSH2260");
constexpr const Rule& kListenerTwice = RuleOf(kListenerRules, "MSH2261");
constexpr const Rule& kEndpoint = RuleOf(kListenerRules, "MSH2262");
constexpr const Rule& kElsewhere = RuleOf(kListenerRules, "MSH2263");
constexpr const Rule& kEndpointPort = RuleOf(kListenerRules, "MSH2264");
constexpr const Rule& kTlsSetting = RuleOf(kListenerRules, "MSH2265");
constexpr const Rule& kTlsMode = RuleOf(kListenerRules, "MSH2266");
constexpr const Rule& kHttpPool = RuleOf(kListenerRules, "MSH2268");
constexpr const Rule& kNotLast = RuleOf(kListenerRules, "MSH2269");
constexpr const Rule& kNoEgressHosts = RuleOf(kListenerRules, "MSH2270");
constexpr const Rule& kPortZero = RuleOf(kListenerRules, "MSH2272");
constexpr const Rule& kCapture = RuleOf(kListenerRules, "MSH2273");
constexpr const Rule& kSocketTwice = RuleOf(kListenerRules, "MSH2274");
constexpr const Rule& kEgressHostTwice = RuleOf(kListenerRules, "MSH2275");
constexpr const Rule& kAllAndSome = RuleOf(kListenerRules, "MSH2276");
constexpr const Rule& kBlocked = RuleOf(kListenerRules, "MSH2277");
constexpr const Rule& kProxyPort = RuleOf(kListenerRules, "MSH2278");
constexpr const Rule& kProxyHost = RuleOf(kListenerRules, "MSH2279");

constexpr std::string_view kOwnHosts[] = {"", "127.0.0.1", "0.0.0.0", "::1", "::"};
constexpr std::string_view kGatewayOnly[] = {"subjectAltNames", "httpsRedirect", "credentialName",
                                             "credentialNames", "tlsCertificates"};

/// `host:port`, with brackets around a host that has colons.
struct HostPort {
  std::string_view host;
  std::string_view port;
};

std::optional<HostPort> SplitHostPort(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  HostPort out{text.substr(0, colon), text.substr(colon + 1)};
  if (out.host.starts_with('[')) {
    if (!out.host.ends_with(']')) return std::nullopt;
    out.host = out.host.substr(1, out.host.size() - 2);
  } else if (out.host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  const bool brackets =
      (std::string(out.host) + std::string(out.port)).find_first_of("[]") != std::string::npos;
  return brackets ? std::nullopt : std::optional(out);
}

void CheckDefaultEndpoint(const Value& endpoint, const Place& at, Findings& out) {
  const std::string_view text = TextOf(endpoint);
  if (text.empty()) return;
  if (IsUnixSocket(text)) return CheckUnixSocket(text, at, out);
  const auto split = SplitHostPort(text);
  if (!split) return out.Add(kEndpoint, at, "It is " + InQuotes(text) + ".");
  if (std::ranges::find(kOwnHosts, split->host) == std::end(kOwnHosts)) {
    out.Add(kElsewhere, at, InQuotes(split->host) + " is none of its addresses.");
  }
  std::string_view digits = split->port;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) {
    return out.Add(kEndpointPort, at, "The port is " + InQuotes(split->port) + ".");
  }
  CheckPort(error == std::errc() ? Value(port) : Value(-1), at, out);
}

void CheckIngressTls(const Value& listener, const Place& at, Findings& out) {
  const Value& tls = listener.Get("tls");
  if (!tls.is_map()) return;
  std::string others;
  for (const std::string_view field : kGatewayOnly) {
    const Value& value = tls.Get(field);
    if (TextOf(value).empty() && ItemsOf(value).empty() && !IsTrue(value)) continue;
    others += (others.empty() ? "" : ", ") + std::string(field);
  }
  if (!others.empty()) out.Add(kTlsSetting, at / "tls", "There is " + others + ".");
  const std::string_view mode = TextOf(tls.Get("mode"));
  if (mode == "ISTIO_MUTUAL" || mode == "AUTO_PASSTHROUGH") {
    out.Add(kTlsMode, at / "tls" / "mode", "It is " + std::string(mode) + ".");
  }
  const std::string_view protocol = TextOf(listener.At({"port", "protocol"}));
  if (!IsTlsProtocol(protocol)) {
    out.Add(kSidecarTlsPort, at / "tls",
            protocol.empty() ? std::string("The port has no protocol.")
                             : "The protocol is " + std::string(protocol) + ".");
  }
  CheckServerTls(tls, at / "tls", out);
}

/// What ports of both directions have. `number` is checked by the caller.
void CheckSidecarPort(const Value& port, const Place& at, Findings& out) {
  if (!TextOf(port.Get("name")).empty()) CheckPortName(port.Get("name"), at / "name", out);
  CheckProtocol(port.Get("protocol"), at / "protocol", out);
  CheckNoUdp(port.Get("protocol"), at / "protocol", out);
  CheckNoTargetPort(port, at, out);
}

void CheckIngress(const Value::List& listeners, const Place& list_at, Findings& out) {
  std::set<std::int64_t> numbers;
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    const Value& listener = listeners[i];
    const Place at = list_at[i];
    const Value& port = listener.Get("port");
    if (!port.is_map()) continue;
    CheckSidecarPort(port, at / "port", out);
    CheckPort(port.Get("number"), at / "port" / "number", out);
    if (port.Get("number").is_null()) {
      out.Add(kPort, at / "port" / "number", "There is no number, which reads as 0.");
    }
    if (!numbers.insert(WholeOf(port.Get("number"))).second) {
      out.Add(kListenerTwice, at / "port" / "number", "A listener before it has the same.");
    }
    CheckBindAddress(listener.Get("bind"), at / "bind", out);
    CheckDefaultEndpoint(listener.Get("defaultEndpoint"), at / "defaultEndpoint", out);
    CheckIngressTls(listener, at, out);
    const Value& pool = listener.Get("connectionPool");
    CheckConnectionPool(pool, at / "connectionPool", out);
    const std::string_view protocol = TextOf(port.Get("protocol"));
    if (!pool.Get("http").is_null() && !IsHttpProtocol(protocol)) {
      out.Add(kHttpPool, at / "connectionPool" / "http",
              protocol.empty() ? std::string("The port has no protocol.")
                               : "The protocol is " + std::string(protocol) + ".");
    }
  }
}

void CheckEgressHosts(const Value& hosts, std::string_view own, const Place& at, Findings& out) {
  if (hosts.is_list() && hosts.as_list().empty()) out.Add(kNoEgressHosts, at, "The list is empty.");
  // By namespace, as far as entries take hosts in.
  std::map<std::string_view, std::set<std::string_view>> seen;
  const Value::List& items = ItemsOf(hosts);
  for (std::size_t i = 0; i < items.size(); ++i) {
    CheckScopedHost(items[i], HostScope::kEgress, at[i], out);
    const std::string_view text = TextOf(items[i]);
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.starts_with('~')) continue;
    const std::string_view space = ExportTarget(text.substr(0, slash), own);
    const std::string_view host = text.substr(slash + 1);
    std::set<std::string_view>& known = seen[space];
    if (host == "*" ? !known.empty() : known.contains(host) || known.contains("*")) {
      out.Add(kEgressHostTwice, at[i], "It is " + InQuotes(text) + ".");
    }
    known.insert(host);
  }
  const auto all = seen.find("*");
  if (all != seen.end() && all->second.contains("*") && seen.size() > 1) {
    out.Add(kAllAndSome, at, "There are other hosts beside \"*/*\".");
  }
}

/// Sockets and ports that listeners have taken.
struct Taken {
  std::set<std::string_view> sockets;
  std::set<std::int64_t> numbers;
};

void CheckEgressPort(const Value& listener, Taken& taken, const Place& at, Findings& out) {
  const Value& port = listener.Get("port");
  CheckSidecarPort(port, at / "port", out);
  const std::string_view bind = TextOf(listener.Get("bind"));
  const std::int64_t number = WholeOf(port.Get("number"));
  if (number != 0) {
    CheckPort(port.Get("number"), at / "port" / "number", out);
    CheckBindAddress(listener.Get("bind"), at / "bind", out);
    if (!taken.numbers.insert(number).second) {
      out.Add(kListenerTwice, at / "port" / "number", "A listener before it has the same.");
    }
    return;
  }
  if (IsUnixSocket(bind)) {
    CheckUnixSocket(bind, at / "bind", out);
  } else {
    out.Add(
        kPortZero, at / "port",
        bind.empty() ? std::string("There is no bind.") : "The bind is " + InQuotes(bind) + ".");
  }
  if (TextOf(listener.Get("captureMode")) == "IPTABLES") {
    out.Add(kCapture, at / "captureMode", "It is IPTABLES.");
  }
  if (!taken.sockets.insert(bind).second) {
    out.Add(kSocketTwice, at / "bind", "A listener before it has the same.");
  }
}

void CheckEgress(const Value::List& listeners, std::string_view own, const Place& list_at,
                 Findings& out) {
  Taken taken;
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    if (!listeners[i].is_map()) continue;
    const Value& port = listeners[i].Get("port");
    if (port.is_map()) {
      CheckEgressPort(listeners[i], taken, list_at[i], out);
    } else if (port.is_null() && i + 1 != listeners.size()) {
      out.Add(kNotLast, list_at[i], "There is no port, and listeners follow.");
    }
    CheckEgressHosts(listeners[i].Get("hosts"), own, list_at[i] / "hosts", out);
  }
}

void CheckOutboundPolicy(const Value& policy, const Place& at, Findings& out) {
  const Value& proxy = policy.Get("egressProxy");
  if (!proxy.is_map()) return;
  const Place proxy_at = at / "egressProxy";
  if (TextOf(policy.Get("mode")) != "ALLOW_ANY") {
    return out.Add(
        kBlocked, proxy_at,
        policy.Get("mode").is_null() ? "There is no mode." : "The mode is REGISTRY_ONLY.");
  }
  const std::string_view host = TextOf(proxy.Get("host"));
  if (host != "*" && !WrongFqdn(host).empty() && WrongWildcardHost(host).empty()) {
    out.Add(kProxyHost, proxy_at / "host", WrongFqdn(host));
  }
  if (proxy.Get("port").is_null()) out.Add(kProxyPort, proxy_at, "There is no port.");
  CheckDestination(proxy, proxy_at, out);
}

}  // namespace

void CheckSidecar(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckSelector(spec.Get("workloadSelector"), "labels", at / "workloadSelector", out);
  const auto is_empty = [&](std::string_view field) {
    return spec.Get(field).is_null() ||
           (spec.Get(field).is_list() && spec.Get(field).as_list().empty());
  };
  if (is_empty("egress") && is_empty("ingress") && is_empty("outboundTrafficPolicy") &&
      is_empty("inboundConnectionPool")) {
    out.Add(kEmpty, at, "There is none of its parts.");
  }
  CheckIngress(ItemsOf(spec.Get("ingress")), at / "ingress", out);
  CheckConnectionPool(spec.Get("inboundConnectionPool"), at / "inboundConnectionPool", out);
  CheckEgress(ItemsOf(spec.Get("egress")), NamespaceOf(object), at / "egress", out);
  CheckOutboundPolicy(spec.Get("outboundTrafficPolicy"), at / "outboundTrafficPolicy", out);
}

}  // namespace mesh::istio
