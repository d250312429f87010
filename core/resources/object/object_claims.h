#pragma once

#include <vector>

#include "core/model/object.h"
#include "core/model/resource.h"

namespace mesh {

/// What an object claims beside its key: what a tenant that fences its namespace claims, too.
/// `path` is the attribute that says so.
std::vector<Claim> ClaimsOfObject(const ObjectKey& key, const Value& object, const Path& path);

}  // namespace mesh
