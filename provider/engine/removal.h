#pragma once

#include <map>
#include <set>
#include <vector>

#include "provider/engine/engine.h"

namespace mesh::engine {

/// What happens to objects that leave a state.
struct Removal {
  /// In this order.
  std::vector<ObjectKey> deleted;
  /// Left as they are; only our mark goes.
  std::vector<ObjectKey> kept;
};

/// Splits the objects that are in `prior` and not in `planned` (all of them when it is null).
///
/// Destroying keeps or deletes everything, as the prior state says. In an update, a namespace that
/// leaves takes all its objects with it: kept with its fence, or deleted, fence last; single
/// objects that leave while their namespace stays are deleted.
Removal Split(const ServedResource& resource, const Value& prior, const Value& planned,
              const std::set<ObjectKey>& closed);

/// Warnings that say what a destroy leaves behind.
Diagnostics WhatStaysAfterDestroy(const ServedResource& resource, const Value& prior);
/// Warnings that say which namespaces an update leaves behind.
Diagnostics WhatStaysAfterUpdate(const ServedResource& resource, const Value& prior,
                                 const Value& planned);

}  // namespace mesh::engine
