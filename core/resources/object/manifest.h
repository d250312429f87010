#pragma once

#include <optional>
#include <string>

#include "core/model/null_members.h"
#include "core/model/object.h"

namespace mesh {

/// A manifest that a person wrote, read and judged. Values that are not known yet pass.
struct Manifest {
  /// What would be applied: without null members and without what only the server sets.
  Value content;
  /// Nothing while any part of the key is unknown.
  std::optional<ObjectKey> key;
  /// Errors and warnings, with paths below the given one.
  Diagnostics diagnostics;
};

/// Judges an object: it needs a key, a valid name, labels and annotations that are strings; it may
/// hold no Secret data. What only the server sets is dropped with a warning.
Manifest ReadManifest(Value object, const Path& at);

/// The single object in a YAML text; an error names the line. `source` is what messages call the
/// text.
Result<Value> ReadSingleYaml(std::string_view text, const std::string& source, const Path& at);

/// A value at a place of dynamic type, typed as HCL would type it: objects, tuples, and leaves.
Value AsDynamic(const Value& value);

}  // namespace mesh
