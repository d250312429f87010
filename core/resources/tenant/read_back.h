#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

/// Recovers a tenant from its objects, as far as they show it: rendering what this returns gives
/// the same objects. What only plans and claims know (topic_prefix, take_over_labels; hostnames
/// without guard) stays null.
TenantConfig ReadTenant(const std::vector<Value>& objects);

}  // namespace mesh
