#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/object.h"
#include "core/ownership/managed_fields.h"

namespace mesh::ownership {

/// Why an API server answered 409.
enum class ConflictCause {
  kFieldManagers,    ///< fields belong to other managers: one cause for each field
  kResourceVersion,  ///< the object was changed since it was read
  kUid,              ///< the object is not the one that was meant: it was deleted and made anew
  kAlreadyExists,    ///< the object to be created exists
  kOther,
};

/// Requires: a Status with code 409.
ConflictCause ConflictCauseOf(const Value& status);

/// A field that an apply sets and another manager owns with another value.
struct FieldConflict {
  /// The field as the server says it.
  std::string field;
  /// The same, when it can be read.
  std::optional<FieldPath> path;
  /// Its owner; api_version and time are told for Update managers only.
  FieldManager owner;
};

/// The conflicts of a Status, in its order. `object` is what was applied.
std::vector<FieldConflict> FieldConflictsOf(const Value& status, const Value& object);

/// Which attribute a field of the object comes from; an empty path: none.
using AttributeOf = std::function<Path(const FieldPath&)>;

/// One error for each field, which names its owner and the ways out.
Diagnostics ConflictDiagnostics(const std::vector<FieldConflict>& conflicts, const ObjectKey& key,
                                const AttributeOf& attribute_of);

}  // namespace mesh::ownership
