#pragma once

#include "core/model/type.h"
#include "core/model/value.h"

namespace mesh {

/// Keeps the first of equal elements, as a set does. Elements that hold unknowns stay: what is not
/// known yet cannot be called equal.
void MergeEqualElements(Value::List& elements, const Type& element_type);

}  // namespace mesh
