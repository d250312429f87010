#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

/// What a person must know of a tenant that is as it is: warnings with paths, no errors.
Diagnostics TenantWarnings(const TenantConfig& tenant);

/// What a person must know of the step from one configuration to the next: which pods must
/// restart, what holds until then, and which protection goes.
Diagnostics TenantTransition(const TenantConfig& prior, const TenantConfig& planned);

}  // namespace mesh
