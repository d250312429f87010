#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

inline constexpr const char* kRateLimitName = "mesh-tenant-rate-limit";

/// True when the rate limit of the tenant covers the namespace.
bool Limits(const RateLimit& limit, const NamespaceConfig& name_space);

/// Why a rate limit cannot be kept in a namespace, with the way out; empty when it can.
std::string RateLimitRefusal(const RateLimit& limit, const NamespaceConfig& name_space);

/// The EnvoyFilter that counts requests in each sidecar, or in the namespace's own waypoint.
/// Requires: no refusal, and the limit known.
DesiredObject RenderRateLimit(const RateLimit& limit, const NamespaceConfig& name_space);

/// Recovers the limit from the EnvoyFilter of one namespace.
void ReadRateLimit(const Value& object, TenantConfig& out);

}  // namespace mesh
