#pragma once

#include <optional>
#include <string_view>

#include "core/model/value.h"

namespace mesh {

/// What a plain (unquoted) scalar means to a YAML 1.1 reader as kubectl uses it: null, a bool, a
/// number, or a string. nullopt for `.inf` and `.nan`, which JSON cannot hold.
std::optional<Value> ResolvePlain(std::string_view text);

}  // namespace mesh
