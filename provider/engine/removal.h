#pragma once

#include <set>

#include "core/render/removal.h"
#include "provider/engine/engine.h"

namespace mesh::engine {

/// What happens to the objects that are in `prior` and not in `planned` (all of them when it is
/// null).
Removal Split(const ServedResource& resource, const Value& prior, const Value& planned,
              const std::set<ObjectKey>& closed);

/// Warnings that say what a destroy leaves behind.
Diagnostics WhatStaysAfterDestroy(const ServedResource& resource, const Value& prior);
/// Warnings that say which namespaces an update leaves behind.
Diagnostics WhatStaysAfterUpdate(const ServedResource& resource, const Value& prior,
                                 const Value& planned);

}  // namespace mesh::engine
