#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

/// ValidatingAdmissionPolicy and binding that keep the people of one namespace inside the fence.
std::vector<DesiredObject> RenderGuard(const TenantConfig& tenant,
                                       const NamespaceConfig& name_space, const Settings& settings);

/// Recovers guard, hostnames and guard_exempt from a policy.
void ReadGuard(const Value& object, TenantConfig& out);

}  // namespace mesh
