#pragma once

#include "core/ownership/field_path.h"

namespace mesh::ownership {

/// True for what tells the object from others or what the server alone writes: apiVersion, kind,
/// status, and of metadata name, namespace, uid, resourceVersion, generation, the timestamps,
/// selfLink, managedFields and the grace period. No field manager owns these.
bool IsServerField(const FieldPath& path);

}  // namespace mesh::ownership
