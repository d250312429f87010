#pragma once

#include <span>

#include "generator/import/imported.h"

namespace mesh::generator {

/// Gives each object a name for its resource: the object's own where it is the only one of its
/// type, else with the namespace, else with a number. Names of mesh_object start with the kind.
void NameResources(std::span<ImportedObject> objects);

/// Text as an identifier in snake case: `my-app.v2` is `my_app_v2`.
std::string IdentifierFrom(std::string_view text);

}  // namespace mesh::generator
