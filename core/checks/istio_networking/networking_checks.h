#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::istio {

// Rules and checks for Gateway, Sidecar, ServiceEntry, WorkloadEntry, WorkloadGroup, EnvoyFilter
// and ProxyConfig; what these share with other kinds is in core/checks/istio.

std::span<const Rule> ListenerRules();
std::span<const Rule> EndpointRules();
std::span<const Rule> ProxyRules();
std::span<const KindCheckRow> NetworkingChecks();

}  // namespace mesh::istio
