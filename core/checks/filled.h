#pragma once

#include "core/kinds/shape.h"
#include "core/model/value.h"

namespace mesh {

/// The object with what the API server puts where something is absent or null, at every depth: so
/// that rules can read what the server's own rules read. Parts of the wrong type stay as they are.
Value Filled(const Value& object, const ObjectShape& shape);

}  // namespace mesh
