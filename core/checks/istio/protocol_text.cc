#include "core/checks/istio/protocol_text.h"

#include <algorithm>

#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

struct Protocol {
  std::string_view name;
  bool http = false;
  bool tls = false;
  bool tcp = false;
  bool dynamic = false;
};
// HTTPS is missing among those with a host for each request: Istio leaves it out.
constexpr Protocol kProtocols[] = {
    {.name = "http", .http = true, .dynamic = true},
    {.name = "http2", .http = true, .dynamic = true},
    {.name = "grpc", .http = true, .dynamic = true},
    {.name = "grpc-web", .http = true},
    {.name = "http_proxy", .http = true},
    {.name = "https", .tls = true, .tcp = true},
    {.name = "tls", .tls = true, .tcp = true, .dynamic = true},
    {.name = "tcp", .tcp = true},
    {.name = "mongo", .tcp = true},
    {.name = "redis", .tcp = true},
    {.name = "mysql", .tcp = true},
};

bool IsNamed(std::string_view name, std::string_view low) {
  return std::ranges::equal(name, low, {}, ToLower);
}

constexpr Protocol kUnknown = {};

const Protocol& Find(std::string_view name) {
  for (const Protocol& protocol : kProtocols) {
    if (IsNamed(name, protocol.name)) return protocol;
  }
  return kUnknown;
}

}  // namespace

bool IsHttpProtocol(std::string_view name) { return Find(name).http; }
bool IsTlsProtocol(std::string_view name) { return Find(name).tls; }
bool IsTcpProtocol(std::string_view name) { return Find(name).tcp; }
bool IsUdpProtocol(std::string_view name) { return IsNamed(name, "udp"); }
bool HasHostPerRequest(std::string_view name) { return Find(name).dynamic; }

}  // namespace mesh::istio
