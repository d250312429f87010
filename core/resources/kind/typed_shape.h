#pragma once

#include <string>
#include <vector>

#include "core/kinds/shape.h"
#include "core/model/field.h"

namespace mesh {

/// How a shape stands in HCL.
enum class Spelling {
  kPlain,    ///< as its type says
  kDynamic,  ///< as any value: free JSON, and quantities that may be numbers
  kJson,     ///< as a string of JSON: free JSON inside a list or map, where no dynamic value can be
};

/// `inside` is true below a list or a map.
Spelling SpellingOf(const Shape& shape, bool inside);

/// The attributes of a kind's objects beside apiVersion, kind and metadata. Fields that hold
/// secrets are none of them: a plan and a state would show them.
std::vector<Field> FieldsOf(const ObjectShape& shape);

/// Names of the fields that are left out because they hold secrets, with their paths.
std::vector<std::string> SecretFieldsOf(const ObjectShape& shape);

}  // namespace mesh
