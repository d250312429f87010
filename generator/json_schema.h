#pragma once

#include <vector>

#include "core/model/resource.h"

namespace mesh::generator {

/// The JSON Schema (2020-12) of a platform file, from the same field tables that read it: types,
/// required attributes, enumerations, descriptions and defaults; nothing beyond them is allowed.
Value PlatformSchema(const std::vector<ResourceDefinition>& definitions);

}  // namespace mesh::generator
