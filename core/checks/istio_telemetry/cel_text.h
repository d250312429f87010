#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

/// An expression in Google's Common Expression Language, as far as Istio looks at it: it reads
/// expressions, with CEL's standard macros, and does not evaluate or type them.
struct CelExpression {
  /// What is wrong, as a sentence; empty when nothing is.
  std::string wrong;
  /// Names that stand for data: `request` of `request.headers['a']`. Variables of macros are not
  /// among them.
  std::vector<std::string_view> attributes;
  /// Functions that are called, of objects or not, without macros.
  std::vector<std::string_view> functions;
};

/// Its views are of `text`.
CelExpression ReadCel(std::string_view text);

}  // namespace mesh::istio
