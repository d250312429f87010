#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

/// A JSON Web Key Set (RFC 7517), or a single key, as Istio reads it.
struct KeySet {
  /// What is wrong with the text, as sentences; empty when nothing is.
  std::string wrong;
  std::size_t count = 0;
  /// Which keys hold what only the issuer may know.
  std::vector<std::size_t> secret;
  /// Text follows that Istio does not read.
  bool trailing = false;
};

/// Stricter than Istio in one thing: a name that appears twice in an object is wrong.
KeySet ReadKeySet(std::string_view text);

}  // namespace mesh::istio
