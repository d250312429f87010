#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

inline constexpr const char* kQuotaName = "mesh-tenant-quota";
inline constexpr const char* kLimitsName = "mesh-tenant-limits";

/// ResourceQuota and LimitRange of one namespace, as far as they are asked for.
std::vector<DesiredObject> RenderQuota(const TenantConfig& tenant,
                                       const NamespaceConfig& name_space);

/// Recovers both from the objects of one namespace.
void ReadQuota(const Value& object, TenantConfig& out);

}  // namespace mesh
