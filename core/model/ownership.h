#pragma once

#include <string>
#include <vector>

#include "core/model/value.h"

namespace mesh {

/// Which parts of an object are ours: a tree of maps whose leaves are `true`. Lists are owned
/// whole. A closed object's `spec` is one leaf, so that anything foreign in it shows.
Value MaskOf(const Value& content, bool closed);

/// The parts of `live` that `mask` covers.
Value Project(const Value& live, const Value& mask);

/// `live` with our fields as `desired` has them: what `owned` (a mask; null: nothing) covered and
/// `desired` has no more is gone, everything else in `live` stays. Where `desired` is closed, its
/// `spec` replaces the live one.
Value MergeOwned(const Value& live, const Value& desired, const Value& owned, bool closed);

/// Removes the value at `path`, and nothing when it is not there.
void RemoveAt(Value& object, const std::vector<std::string>& path);

}  // namespace mesh
