#pragma once

#include <vector>

#include "provider/engine/engine.h"

namespace mesh::engine {

/// The objects that must be written: new ones, and those whose manifest differs from the prior one.
std::vector<const RenderedObject*> Dirty(const Rendered& rendered, const Value& prior);

/// The writes of these objects under `mark`, for the step from `prior` to `planned`.
std::vector<Change> Writes(const Mark& mark, const Value& prior, const Value& planned,
                           const std::vector<const RenderedObject*>& dirty);

}  // namespace mesh::engine
