#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/ownership.h"
#include "provider/engine/engine.h"

namespace mesh::engine {

/// Objects of a state's `manifests`: key to content; entries that cannot be read are left out.
std::map<ObjectKey, Value> OwnedObjects(const Value& state);

/// Judges objects that exist although this resource's state does not have them: adopted with a
/// warning, or an error that names `moved`, import and `adopt`.
struct Newcomer {
  std::string owner;
  std::string mark;
  Common common;
};
Diagnostics JudgeExisting(const Newcomer& who, const ObjectKey& key, const LiveObject& live,
                          Plane& plane);

/// A warning where writing the object loses comments of its file.
Diagnostics CommentsLost(const ObjectKey& key, const LiveObject& live);

/// The live value of a forbidden field; null when it is absent or has a value that does no harm.
Value FindForbidden(const Forbidden& field, const Value& live);

/// Warnings (or, when `applying`, errors) for forbidden fields on the live object.
Diagnostics JudgeForbidden(const RenderedObject& object, const LiveObject& live, bool applying);

/// `on_destroy` of a state: what it says, else the definition's default.
bool Keeps(const ServedResource& resource, const Value& state);

}  // namespace mesh::engine
