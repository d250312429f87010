#pragma once

#include <string>
#include <string_view>

#include "core/model/diagnostic.h"
#include "core/model/implied_type.h"
#include "core/model/type.h"
#include "core/model/value.h"

namespace mesh {

/// The type in the JSON form of the plugin protocol (`["map","string"]`), compact, keys sorted:
/// the bytes that Attribute.type wants.
std::string TypeJson(const Type& type);

/// The type that a JSON text describes. Marks of optional attributes are accepted and dropped, as
/// values carry every attribute anyway. Fails on anything else that is no type.
Result<Type> ParseTypeJson(std::string_view json);

}  // namespace mesh
