#pragma once

#include "core/model/value.h"

namespace mesh {

/// The type that a value without a schema has: maps are objects, lists are tuples, null and unknown
/// are dynamic, a Dynamic has its own.
Type ImpliedType(const Value& value);

}  // namespace mesh
