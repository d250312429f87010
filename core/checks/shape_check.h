#pragma once

#include "core/checks/finding.h"

namespace mesh {

/// Judges types, unknown fields, required fields, bounds, choices and list keys from the catalogue
/// alone. Unknown values pass.
void CheckShape(const Value& object, const CheckContext& context, Findings& out);

/// The rules of CheckShape.
std::span<const Rule> ShapeRules();

}  // namespace mesh
