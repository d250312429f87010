#pragma once

#include <string>
#include <vector>

#include "core/kinds/shape.h"
#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// What a typed configuration means as a member of an object: attributes under the object's names,
/// null ones left out. Unknown values stay unknown.
Value ToObject(const Value& config, const ObjectShape& shape);

/// Something in an object that its typed configuration has no place for.
struct Unheld {
  /// As the object spells it.
  Path path;
  /// Why, as a sentence.
  std::string why;
};

/// The reverse: the members of `object` as attributes, every attribute there. What has no place is
/// added to `unheld`; then the configuration does not mean the same object.
Value ToConfig(const Value& object, const ObjectShape& shape, const Path& at,
               std::vector<Unheld>& unheld);

/// The path of something in an object as its typed configuration has it: `spec.http[0].timeout`
/// stays, `metadata.name` is `name`. It ends where the configuration has no more steps.
Path ConfigPath(const Path& path, const KindShape& kind);

}  // namespace mesh
