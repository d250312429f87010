#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/value.h"

namespace mesh {

/// What a plain (unquoted) scalar means to a YAML 1.1 reader as kubectl uses it: null, a bool, a
/// number, or a string. nullopt for `.inf` and `.nan`, which JSON cannot hold.
std::optional<Value> ResolvePlain(std::string_view text);

/// True for most of the plain scalars that are strings, told by their first letter.
inline bool IsSurelyText(std::string_view text) {
  return !text.empty() &&
         std::string_view("0123456789+-.~yYnNtTfFoO").find(text.front()) == std::string_view::npos;
}

/// What a scalar means under a tag, with `tag:yaml.org,2002:` taken off: `int`, `str`, `binary`.
/// nullopt where kubectl refuses the two together or would have to guess.
std::optional<Value> ResolveTagged(std::string_view tag, std::string_view text);

/// The key that kubectl makes of a plain scalar: 0x10 is "16", yes is "true". nullopt for null, and
/// for numbers that it refuses or would round.
std::optional<std::string> KeyOfPlain(std::string_view text);
/// The same of a scalar that was quoted, tagged or aliased.
std::optional<std::string> KeyOfValue(const Value& value);

}  // namespace mesh
