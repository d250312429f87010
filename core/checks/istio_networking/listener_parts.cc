#include "core/checks/istio_networking/listener_parts.h"

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/protocol_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_networking/listener_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kHost = RuleOf(kSharedRules, "MSH2001");
constexpr const Rule& kPartialWildcard = RuleOf(kListenerRules, "MSH2201");
constexpr const Rule& kShortHost = RuleOf(kListenerRules, "MSH2202");
constexpr const Rule& kHostNamespace = RuleOf(kListenerRules, "MSH2203");
constexpr const Rule& kEmptyHalf = RuleOf(kListenerRules, "MSH2204");
constexpr const Rule& kUnixPath = RuleOf(kListenerRules, "MSH2205");
constexpr const Rule& kBind = RuleOf(kListenerRules, "MSH2206");
constexpr const Rule& kTargetPort = RuleOf(kListenerRules, "MSH2207");
constexpr const Rule& kUdp = RuleOf(kListenerRules, "MSH2208");
constexpr const Rule& kNoNamespace = RuleOf(kListenerRules, "MSH2271");

constexpr std::string_view kUnixPrefix = "unix://";

bool IsHostNamespace(std::string_view space, HostScope scope) {
  if (scope == HostScope::kEgress) {
    // Takes away what other entries bring; alone it is nothing at all.
    if (space.starts_with('~')) space.remove_prefix(1);
    if (space.empty()) return true;
  }
  return space == "*" || space == "." || IsDnsLabel(space) ||
         (scope == HostScope::kInternalGateway && space == "~");
}

void CheckFullHost(std::string_view host, HostScope scope, const Place& at, Findings& out) {
  const std::string wrong = WrongWildcardHost(host);
  const bool is_allowed_address = scope != HostScope::kEgress && IsIpAddress(host);
  if (!wrong.empty() && !is_allowed_address) {
    out.Add(kHost, at, wrong);
  } else if (host != "*" && host.find('.') == std::string_view::npos) {
    out.Add(kShortHost, at, InQuotes(host) + " has no domain.");
  } else if (HasPartialWildcard(host)) {
    out.Add(kPartialWildcard, at, "It is " + InQuotes(host) + ".");
  }
}

}  // namespace

bool IsUnixSocket(std::string_view address) { return address.starts_with(kUnixPrefix); }

void CheckUnixSocket(std::string_view address, const Place& at, Findings& out) {
  const std::string_view path = address.substr(kUnixPrefix.size());
  if (path.starts_with('@') || (path.starts_with('/') && !path.ends_with('/'))) return;
  out.Add(kUnixPath, at, InQuotes(address) + " names no file and no abstract socket.");
}

void CheckBindAddress(const Value& bind, const Place& at, Findings& out) {
  if (TextOf(bind).empty() || IsIpAddress(TextOf(bind))) return;
  out.Add(kBind, at, InQuotes(TextOf(bind)) + " is no IP address.");
}

void CheckNoTargetPort(const Value& port, const Place& at, Findings& out) {
  if (WholeOf(port.Get("targetPort")) <= 0) return;
  out.Add(kTargetPort, at / "targetPort",
          "It is " + port.Get("targetPort").as_number().text() + ".");
}

void CheckNoUdp(const Value& protocol, const Place& at, Findings& out) {
  if (IsUdpProtocol(TextOf(protocol))) out.Add(kUdp, at, "The protocol is UDP.");
}

void CheckScopedHost(const Value& host, HostScope scope, const Place& at, Findings& out) {
  if (!host.is_string()) return;
  const std::string_view text = host.as_string();
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    if (scope != HostScope::kEgress) return CheckFullHost(text, scope, at, out);
    return out.Add(kNoNamespace, at, "It is " + InQuotes(text) + ".");
  }
  const std::string_view space = text.substr(0, slash);
  const std::string_view name = text.substr(slash + 1);
  if (space.empty() || name.empty()) {
    return out.Add(kEmptyHalf, at, "It is " + InQuotes(text) + ".");
  }
  if (!IsHostNamespace(space, scope)) {
    out.Add(kHostNamespace, at, InQuotes(space) + " is no namespace.");
  }
  CheckFullHost(name, scope, at, out);
}

}  // namespace mesh::istio
