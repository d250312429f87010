#pragma once

#include <string>
#include <string_view>

#include "core/model/diagnostic.h"
#include "core/model/type.h"
#include "core/model/value.h"

namespace mesh {

/// Reads a resource's stored state (RawState.json), which may stem from an older schema.
///
/// Attributes that the state lacks are null, those that `type` does not know are dropped; sets are
/// arrays; dynamic values are `{"value":..,"type":..}` in any order; strings, numbers and bools
/// turn into one another where the text allows, as in Terraform's own reader. Fails, naming the
/// place, on anything else that does not fit the type.
Result<Value> DecodeStateJson(std::string_view json, const Type& type);

/// Reads a value written for exactly this type (DynamicValue.json): as DecodeStateJson, but an
/// attribute that `type` does not know is an error.
Result<Value> DecodeCtyJson(std::string_view json, const Type& type);

/// The JSON form of `value` at a place of `type`: one line, keys sorted. JSON has no unknowns and
/// no infinities: unknowns are written as null, infinities as the strings "inf" and "-inf".
std::string EncodeCtyJson(const Value& value, const Type& type);

}  // namespace mesh
