#pragma once

#include <optional>

#include "core/resources/tenant/access.h"

namespace mesh {

using PortSet = std::set<std::int64_t>;

/// Whom the rules of a NetworkPolicy let through, read from the shapes that mesh renders.
struct PeersOf {
  /// By namespace and labels of the pods; nullopt means every port.
  std::map<std::pair<std::string, StringMap>, std::optional<PortSet>> namespaces;
  /// Addresses by ports.
  std::map<std::optional<PortSet>, std::set<std::string>> cidrs;
};

/// `rules` are the ingress or egress rules, `direction` is "from" or "to".
PeersOf ReadPeers(const Value& rules, const char* direction);

/// Whom a fence lets in.
struct FenceCallers {
  Callers everywhere;
  /// Ports of callers that may not call everywhere.
  std::map<Caller, PortSet> ports;
};

FenceCallers ReadFence(const Value& policy);

}  // namespace mesh
