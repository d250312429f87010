#pragma once

#include <string>
#include <vector>

#include "core/ownership/field_path.h"

namespace mesh::ownership {

/// True for what tells the object from others or what the server alone writes: apiVersion, kind,
/// status, and of metadata name, namespace, uid, resourceVersion, generation, the timestamps,
/// selfLink, managedFields and the grace period. No field manager owns these.
bool IsServerField(const FieldPath& path);

/// Takes out of a whole object what the server alone writes; what tells it from others stays.
/// Returns what there was, as dotted names.
std::vector<std::string> RemoveServerFields(Value& object);

}  // namespace mesh::ownership
