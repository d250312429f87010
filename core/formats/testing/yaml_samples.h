#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/model/value.h"

namespace mesh {

/// Values like those of manifests, with every string that YAML readers are known to take for
/// something else. The same seed gives the same values.
class ValueMaker {
 public:
  explicit ValueMaker(std::uint32_t seed) : random_(seed) {}
  Value Make(int depth);
  std::string MakeString();
  /// `text` with a few bytes changed, lost or doubled.
  std::string Spoil(std::string text);

 private:
  std::size_t Below(std::size_t n) { return random_() % n; }
  Value MakeScalar();
  std::mt19937 random_;
};

/// Scalars that YAML 1.1, YAML 1.2 and JSON read differently.
const std::vector<std::string>& OddScalars();

/// YAML texts as people write them: anchors, merges, blocks, tags, comments, mistakes.
const std::vector<std::string>& OddTexts();

/// Texts that kubectl reads by guessing or by leaving something out, and we refuse.
const std::vector<std::string>& RefusedTexts();

}  // namespace mesh
