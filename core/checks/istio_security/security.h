#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::istio {

/// AuthorizationPolicy, PeerAuthentication and RequestAuthentication: what Istio refuses.
std::span<const Rule> SecurityRules();
/// The same kinds: what Istio accepts and what is hardly meant.
std::span<const Rule> SecurityWarnings();
std::span<const KindCheckRow> SecurityChecks();

}  // namespace mesh::istio
