#pragma once

#include <string_view>

#include "core/checks/finding.h"

namespace mesh::istio {

// Parts of what proxies listen on, by the rules in listener_rules.h.

/// Whether an address is a Unix socket: it begins with `unix://`.
bool IsUnixSocket(std::string_view address);
/// The path of a Unix socket: absolute and a file, or abstract (`@name`).
void CheckUnixSocket(std::string_view address, const Place& at, Findings& out);
/// An address to listen on that is no Unix socket; empty passes.
void CheckBindAddress(const Value& bind, const Place& at, Findings& out);
/// The deprecated field that Istio refuses above 0.
void CheckNoTargetPort(const Value& port, const Place& at, Findings& out);
/// Warns of a protocol that no proxy handles.
void CheckNoUdp(const Value& protocol, const Place& at, Findings& out);

/// What a host may be scoped with. Gateways that Istio makes of the Gateway API's objects may also
/// have `~`.
enum class HostScope { kGateway, kInternalGateway, kEgress };
/// `host` or `namespace/host` of a gateway's server, or `namespace/host` of a sidecar's egress.
void CheckScopedHost(const Value& host, HostScope scope, const Place& at, Findings& out);

/// ServerTLSSettings.
void CheckServerTls(const Value& tls, const Place& at, Findings& out);
/// The mode of ServerTLSSettings, which has a default.
std::string_view ServerTlsMode(const Value& tls);
bool IsPassthrough(std::string_view mode);

}  // namespace mesh::istio
