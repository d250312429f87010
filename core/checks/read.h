#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/value.h"

namespace mesh {

// How checks read an object: what is absent, null or of another type reads as nothing.

/// The items of a list; none when this is no list.
const Value::List& ItemsOf(const Value& value);
/// The members of a map; none when this is no map.
const Value::Map& MembersOf(const Value& value);
/// The text of a string; empty when this is no string.
std::string_view TextOf(const Value& value);
/// The whole number here; `fallback` when there is none in the range of int64.
std::int64_t WholeOf(const Value& value, std::int64_t fallback = 0);
/// The nearest double of a number; 0 when there is none. For comparisons with bounds only.
double DecimalOf(const Value& value);
/// Whether this is the boolean `true`.
bool IsTrue(const Value& value);

/// Whether a list of names or numbers has this one.
template <class List>
bool Holds(const List& list, const auto& value) {
  return std::ranges::find(list, value) != std::ranges::end(list);
}

/// `"text"`: how findings quote what is there.
std::string InQuotes(std::string_view text);

}  // namespace mesh
