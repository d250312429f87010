#pragma once

#include <string>
#include <string_view>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// Canonical JSON: keys sorted bytewise, no white space, numbers as they were spelled, UTF-8 as it
/// is. Equal inputs give equal bytes. Requires: nothing unknown inside.
std::string WriteJson(const Value& value);

/// Reads one JSON document. Numbers keep their spelling; a key that appears twice, malformed text
/// and nesting deeper than 1,000 levels are errors that name `source`, line and column.
Result<Value> ReadJson(std::string_view text, const std::string& source);

}  // namespace mesh
