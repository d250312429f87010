#pragma once

#include <string>

#include "core/checks/finding.h"

namespace mesh {

/// Whether the value is of the shape's type, as an API server reads JSON: whole numbers may be
/// written with a fraction of zero.
bool HasType(const Value& value, const Shape& shape);
/// `a whole number`, `a list`.
std::string Describe(const Shape& shape);
std::string Describe(const Value& value);

/// Bounds, allowed values and form of a value that has the type.
void CheckScalar(const Value& value, const Shape& shape, const Place& at, Findings& out);

/// The field whose name is most like `name`; null when none is near.
const FieldShape* Nearest(const ObjectShape& shape, std::string_view name);

/// Whether RE2 finds `pattern` in `text`; a pattern that cannot be read matches everything.
bool Matches(std::string_view pattern, std::string_view text);

/// Go's durations: `1h30m`, `.5s`, `-3ms`; `0` needs no unit.
bool IsDuration(std::string_view text);

}  // namespace mesh
