#pragma once

#include <string>

#include "core/model/type.h"
#include "core/model/value.h"

namespace mesh {

/// One line that shows all of a value at a place of `type` that must survive the wire: the form in
/// which vectors.json and the Go program that writes it describe values (../vectors/describe.go).
std::string Describe(const Value& value, const Type& type);

}  // namespace mesh
