#include <algorithm>
#include <vector>

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

constexpr const Rule& kName = RuleOf(kListenerRules, "MSH2230");
constexpr const Rule& kNoServers = RuleOf(kListenerRules, "MSH2231");
constexpr const Rule& kNoHosts = RuleOf(kListenerRules, "MSH2232");
constexpr const Rule& kNoPortName = RuleOf(kListenerRules, "MSH2233");
constexpr const Rule& kPortNameTwice = RuleOf(kListenerRules, "MSH2234");
constexpr const Rule& kNoProtocol = RuleOf(kListenerRules, "MSH2235");
constexpr const Rule& kSocketPort = RuleOf(kListenerRules, "MSH2236");
constexpr const Rule& kNoTls = RuleOf(kListenerRules, "MSH2237");
constexpr const Rule& kPlainHttp = RuleOf(kListenerRules, "MSH2238");
constexpr const Rule& kNoTlsPort = RuleOf(kListenerRules, "MSH2239");
constexpr const Rule& kRedirect = RuleOf(kListenerRules, "MSH2240");
constexpr const Rule& kNoSelector = RuleOf(kListenerRules, "MSH2241");
constexpr const Rule& kHostTwice = RuleOf(kListenerRules, "MSH2242");
constexpr const Rule& kClash = RuleOf(kListenerRules, "MSH2243");
constexpr const Rule& kServerTwice = RuleOf(kListenerRules, "MSH2244");
constexpr const Rule& kTlsUnread = RuleOf(kListenerRules, "MSH2245");

constexpr std::string_view kSemanticsAnnotation = "internal.istio.io/gateway-semantics";

void CheckServerPort(const Value& port, std::string_view bind, const Place& at, Findings& out) {
  if (!port.is_map()) return;
  const Value& protocol = port.Get("protocol");
  if (protocol.is_string() && TextOf(protocol).empty()) {
    out.Add(kNoProtocol, at / "protocol", "It is empty.");
  }
  CheckProtocol(protocol, at / "protocol", out);
  CheckNoUdp(protocol, at / "protocol", out);
  if (port.Get("name").is_string() && TextOf(port.Get("name")).empty()) {
    out.Add(kNoPortName, at / "name", "It is empty.");
  }
  CheckNoTargetPort(port, at, out);
  const Value& number = port.Get("number");
  if (!IsUnixSocket(bind)) return CheckPort(number, at / "number", out);
  CheckOptionalPort(number, at / "number", out);
  if (WholeOf(number) != 0) {
    out.Add(kSocketPort, at / "number", "It is " + number.as_number().text() + ".");
  }
}

/// Whether the TLS settings and the port's protocol belong together.
void CheckTlsForProtocol(const Value& server, const Place& at, Findings& out) {
  const Value& tls = server.Get("tls");
  const std::string_view protocol = TextOf(server.At({"port", "protocol"}));
  if (protocol.empty()) return;
  if (IsTlsProtocol(protocol)) {
    if (tls.is_null()) out.Add(kNoTls, at, "The protocol is " + std::string(protocol) + ".");
    return;
  }
  if (!tls.is_map()) return;
  if (!IsHttpProtocol(protocol)) {
    return out.Add(kNoTlsPort, at / "tls", "The protocol is " + std::string(protocol) + ".");
  }
  std::string ended;
  if (!IsPassthrough(ServerTlsMode(tls))) ended = "mode " + std::string(ServerTlsMode(tls));
  for (const std::string_view field : {"serverCertificate", "privateKey", "caCertificates"}) {
    if (!TextOf(tls.Get(field)).empty()) ended += (ended.empty() ? "" : ", ") + std::string(field);
  }
  if (!ended.empty()) {
    out.Add(kPlainHttp, at / "tls",
            "The protocol is " + std::string(protocol) + ", and there is " + ended + ".");
  } else if (!IsTrue(tls.Get("httpsRedirect"))) {
    out.Add(kTlsUnread, at / "tls", "The protocol is " + std::string(protocol) + ".");
  }
}

void CheckServer(const Value& server, HostScope scope, const Place& at, Findings& out) {
  const Value& hosts = server.Get("hosts");
  if (hosts.is_list() && hosts.as_list().empty()) {
    out.Add(kNoHosts, at / "hosts", "The list is empty.");
  }
  for (std::size_t i = 0; i < ItemsOf(hosts).size(); ++i) {
    CheckScopedHost(ItemsOf(hosts)[i], scope, (at / "hosts")[i], out);
  }
  const std::string_view bind = TextOf(server.Get("bind"));
  CheckServerPort(server.Get("port"), bind, at / "port", out);
  if (IsUnixSocket(bind)) {
    CheckUnixSocket(bind, at / "bind", out);
  } else {
    CheckBindAddress(server.Get("bind"), at / "bind", out);
  }
  CheckServerTls(server.Get("tls"), at / "tls", out);
  CheckTlsForProtocol(server, at, out);
  const std::string_view protocol = TextOf(server.At({"port", "protocol"}));
  if (IsTrue(server.At({"tls", "httpsRedirect"})) && !IsHttpProtocol(protocol)) {
    out.Add(kRedirect, at / "tls" / "httpsRedirect",
            "The protocol is " + std::string(protocol) + ".");
  }
}

/// Those of the servers that proxies have to tell apart.
bool ShareListener(const Value& a, const Value& b) {
  const Value& number = a.At({"port", "number"});
  return number.is_number() && number == b.At({"port", "number"}) &&
         TextOf(a.Get("bind")) == TextOf(b.Get("bind"));
}

bool ExcludeEachOther(const Value& a, const Value& b) {
  const std::string_view first = TextOf(a.At({"port", "protocol"}));
  const std::string_view second = TextOf(b.At({"port", "protocol"}));
  return !(IsTlsProtocol(first) && IsTlsProtocol(second)) &&
         !(IsHttpProtocol(first) && IsHttpProtocol(second));
}

void CheckSharedListener(const Value& server, const Value& before, std::size_t index,
                         const Place& at, Findings& out) {
  if (!ShareListener(server, before)) return;
  const std::string other = "servers[" + std::to_string(index) + "]";
  if (ExcludeEachOther(server, before)) {
    return out.Add(kClash, at,
                   other + " has the same port and " +
                       std::string(TextOf(before.At({"port", "protocol"}))) + ", this one " +
                       std::string(TextOf(server.At({"port", "protocol"}))) + ".");
  }
  // Plain HTTP servers with the same host are merged.
  if (server.Get("tls").is_null() || before.Get("tls").is_null()) return;
  const Value::List& theirs = ItemsOf(before.Get("hosts"));
  const Value::List& hosts = ItemsOf(server.Get("hosts"));
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (std::ranges::find(theirs, hosts[i]) == theirs.end()) continue;
    out.Add(kHostTwice, (at / "hosts")[i],
            InQuotes(TextOf(hosts[i])) + " is a host of " + other + ", too.");
  }
}

/// A member of each server that has to be another one in each.
void CheckDistinct(const Value::List& servers, std::initializer_list<std::string_view> member,
                   const Rule& rule, const Place& at, Findings& out) {
  std::vector<std::string_view> seen;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    const std::string_view name = TextOf(servers[i].At(member));
    if (name.empty()) continue;
    if (std::ranges::find(seen, name) != seen.end()) {
      Place where = at[i];
      for (const std::string_view step : member) where = where / step;
      out.Add(rule, where, "A server before it has " + InQuotes(name) + ", too.");
    }
    seen.push_back(name);
  }
}

}  // namespace

void CheckGateway(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const bool is_internal =
      TextOf(object.At({"metadata", "annotations", kSemanticsAnnotation})) == "gateway";
  const Value& name = object.At({"metadata", "name"});
  if (!is_internal && name.is_string() && !IsDnsLabel(name.as_string())) {
    out.Add(kName, Place() / "metadata" / "name", WrongDnsLabel(name.as_string()));
  }
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec" / "servers";
  const Value::List& servers = ItemsOf(spec.Get("servers"));
  if (servers.empty() && (spec.Get("servers").is_null() || spec.Get("servers").is_list())) {
    out.Add(kNoServers, at, "There are none.");
  }
  if (spec.is_map() && MembersOf(spec.Get("selector")).empty()) {
    out.Add(kNoSelector, Place() / "spec", "There is no label in selector.");
  }
  const HostScope scope = is_internal ? HostScope::kInternalGateway : HostScope::kGateway;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    if (!servers[i].is_map()) continue;
    CheckServer(servers[i], scope, at[i], out);
    for (std::size_t j = 0; j < i; ++j) CheckSharedListener(servers[i], servers[j], j, at[i], out);
  }
  CheckDistinct(servers, {"port", "name"}, kPortNameTwice, at, out);
  CheckDistinct(servers, {"name"}, kServerTwice, at, out);
}

}  // namespace mesh::istio
