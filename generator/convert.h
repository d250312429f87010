#pragma once

#include <string>
#include <vector>

#include "core/model/field.h"

namespace mesh::generator {

/// Turns data that was read from YAML into the configuration that `fields` describe: the same
/// Values that the provider gets for the same attributes.
///
/// Strict: nothing is converted from one type into another, unknown and computed attributes are
/// errors. Absent attributes stay absent. Presence and meaning are for CheckFields.
Value Convert(const std::vector<Field>& fields, const Value& data, const Path& path,
              Diagnostics& out);

/// An error for each key of `data` that is none of `known`, with the nearest name.
void RefuseUnknownKeys(const Value& data, const std::vector<std::string>& known, const Path& path,
                       Diagnostics& out);

/// `the string "x"`, `the number 1`, `a list`: what a value is, for messages.
std::string Describe(const Value& value);

}  // namespace mesh::generator
