#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

/// What contradicts in a tenant's configuration or breaks a promise of the fence; errors only.
/// Parts that are unknown pass: validation runs again when they are known.
Diagnostics ValidateTenant(const TenantConfig& tenant, const Settings& settings);

}  // namespace mesh
