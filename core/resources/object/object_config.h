#pragma once

#include <string>

#include "core/model/value.h"

namespace mesh {

/// How a mesh_object says what an object is: in `manifest`, or in `yaml` where HCL would lose
/// something: null members, and text that is not in Unicode's composed form.
struct ObjectSpelling {
  /// Null when `yaml` says it.
  Value manifest;
  /// Empty when `manifest` says it.
  std::string yaml;
};

/// The spelling of a whole object; the same object always has the same.
ObjectSpelling SpellObject(const Value& object);

/// True when a host keeps every text in it as it is.
bool IsComposed(const Value& value);

}  // namespace mesh
