#pragma once

#include "core/model/value.h"

namespace mesh {

/// The same tree without members that are null. Elements of lists stay.
Value WithoutNullMembers(Value value);

}  // namespace mesh
