#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

enum class CelTokenKind { kName, kEscapedName, kInt, kUint, kDouble, kString, kBytes, kMark, kEnd };

struct CelToken {
  CelTokenKind kind = CelTokenKind::kEnd;
  std::string_view text;
};

/// The tokens of an expression in Google's Common Expression Language, the last of kind kEnd, and
/// what is wrong with one of them; `wrong` is empty when nothing is. White space and comments are
/// left out; strings keep their quotes, and names in backquotes keep those.
struct CelTokens {
  std::vector<CelToken> list;
  std::string wrong;
};
CelTokens ReadCelTokens(std::string_view text);

}  // namespace mesh::istio
