#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mesh::monitoring {

/// What checks ask of a PromQL expression. It is read word by word, not parsed: an expression that
/// Prometheus takes is never wrong here, and some that it refuses are not seen.
struct Expression {
  /// Why it cannot be read; empty when nothing is seen.
  std::string wrong;
  /// Names of series, in the order in which they stand.
  std::vector<std::string_view> metrics;
  /// Functions and aggregations.
  std::vector<std::string_view> functions;
  /// Whether anything is divided or multiplied.
  bool is_scaled = false;
  /// Numbers that the whole is compared with by `>` or `>=`.
  std::vector<std::string_view> thresholds;
};

/// `text` must outlive what is returned.
Expression ReadExpression(std::string_view text);

}  // namespace mesh::monitoring
