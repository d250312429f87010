#pragma once

#include <string>
#include <vector>

#include "core/kinds/shape.h"
#include "core/model/field.h"

namespace mesh {

/// How a shape stands in HCL.
enum class Spelling {
  kPlain,    ///< as its type says
  kDynamic,  ///< as any value: free JSON at the top
  kJson,     ///< as a string of JSON: free JSON anywhere else, where no dynamic value can be
};

/// `inside` is true below the top: an attribute that may be unknown as a whole cannot have anything
/// dynamic in it, since hosts compare the types of unknown values.
Spelling SpellingOf(const Shape& shape, bool inside);

/// The attributes of a kind's objects beside apiVersion, kind and metadata. Fields that hold
/// secrets are none of them: a plan and a state would show them.
std::vector<Field> FieldsOf(const ObjectShape& shape);

/// Names of the fields that are left out because they hold secrets, with their paths.
std::vector<std::string> SecretFieldsOf(const ObjectShape& shape);

}  // namespace mesh
