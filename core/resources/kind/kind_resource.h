#pragma once

#include <string>
#include <vector>

#include "core/kinds/shape.h"
#include "core/model/resource.h"
#include "core/resources/kind/typed_value.h"

namespace mesh {

/// The resource of one kind: one object, every field typed. Everything comes from the catalogue.
ResourceDefinition KindResource(const KindShape& kind);

/// False for a kind whose objects cannot be without a secret in plain text: no resource has it.
bool CanBeTyped(const KindShape& kind);

/// The apiVersion that is written when the configuration names none: the newest that the platform
/// serves.
std::string DefaultApiVersion(const KindShape& kind, const Settings& settings);

/// The configuration of the kind's resource that means `object`, which is without server metadata
/// and status; what it cannot say is added to `unheld`.
Value ConfigOf(const Value& object, const KindShape& kind, std::vector<Unheld>& unheld);

/// The object that a configuration means; its key may be unknown.
Value ObjectOf(const Value& config, const KindShape& kind, const Settings& settings);

}  // namespace mesh
