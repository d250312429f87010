#pragma once

#include <random>

#include "core/kinds/shape.h"
#include "core/model/value.h"

namespace mesh::testing {

/// Makes objects of a kind from the catalogue: of the right types, and otherwise as odd as people
/// write them. Not all are valid; all have a place for everything in their typed resource.
class RandomObject {
 public:
  explicit RandomObject(unsigned seed) : random_(seed) {}

  Value Of(const KindShape& kind);

 private:
  Value Members(const ObjectShape& shape, int depth, bool inside);
  Value Member(const Shape& shape, int depth, bool inside);
  Value Free(int depth, bool with_null);
  Value Text();
  Value Whole();
  Value Fraction();
  std::string Name();
  std::size_t Below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }
  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }

  std::mt19937 random_;
};

}  // namespace mesh::testing
