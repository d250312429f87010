#pragma once

#include <string>
#include <vector>

#include "core/model/value.h"

namespace mesh::ownership {

/// The manifest that stands for an object that nobody of us has applied yet: all of it, except
/// - status and what the server alone writes into metadata (server_fields.h),
/// - ownerReferences and finalizers: controllers put them there and take them away again, and an
///   apply that fought them would keep objects from being collected or deleted,
/// - the annotation kubectl.kubernetes.io/last-applied-configuration, which repeats the object,
/// - values that the server would put there by itself, where they are known,
/// - `ignored` fields, by the names that lead there.
Value ImportManifest(const Value& live, const std::vector<std::vector<std::string>>& ignored = {});

}  // namespace mesh::ownership
