#pragma once

#include <string_view>

namespace mesh::istio {

// What a port's protocol means to Istio. Names count in any case; one that Istio does not know, and
// the empty one, is none of these.

/// HTTP in plain text: `HTTP`, `HTTP2`, `GRPC`, ...
bool IsHttpProtocol(std::string_view name);
/// `HTTPS` and `TLS`.
bool IsTlsProtocol(std::string_view name);
/// What is sent on without a look at requests, TLS included.
bool IsTcpProtocol(std::string_view name);
bool IsUdpProtocol(std::string_view name);
/// Whether proxies can look up the host of each request: they read it from HTTP or from SNI.
bool HasHostPerRequest(std::string_view name);

}  // namespace mesh::istio
