#pragma once

#include <cstdint>
#include <string>

#include "core/model/type.h"
#include "core/model/value.h"

namespace mesh {

/// Types and values that look random and are the same in every run.
class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : state_(seed * 2 + 1) {}

  /// A type nested up to `depth` levels. Below collections there is no dynamic place, as all
  /// elements of a collection have one type in the end, nor in the type of a value at a dynamic
  /// place, which is concrete.
  Type MakeType(int depth, bool dynamic = true);
  /// A value at a place of `type`, with nulls and unknowns here and there.
  Value MakeValue(const Type& type);
  /// Text of odd characters, marks and jamo among them, not normalised.
  std::string MakeText();
  std::uint64_t Below(std::uint64_t limit);

 private:
  std::string MakeNumber();
  Value MakeElements(const Type& type);

  std::uint64_t state_;
};

}  // namespace mesh
