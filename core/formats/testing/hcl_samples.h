#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/formats/hcl.h"

namespace mesh {

/// Files of HCL made by chance, from strings, keys and numbers that HCL treats in special ways. The
/// same seed gives the same files.
class HclMaker {
 public:
  struct Sample {
    HclBody file;
    /// The same for the judge (hclsyntax/main.go): attributes and blocks in order.
    Value meaning;
  };

  explicit HclMaker(std::uint32_t seed) : random_(seed) {}
  Sample Make();
  /// Every odd string as a value, as a key and in a list.
  static Sample OddStrings();

 private:
  struct Expression {
    HclExpression written;
    Value meaning;
  };

  std::size_t Below(std::size_t n) { return random_() % n; }
  const std::string& Pick(const std::vector<std::string>& from) { return from[Below(from.size())]; }
  Sample MakeBody(int depth);
  std::string MakeString();
  std::string MakeKey();
  Value MakeScalar();
  Value MakeValue(int depth);
  Expression MakeExpression(int depth);

  std::mt19937 random_;
};

}  // namespace mesh
