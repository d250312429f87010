#pragma once

#include <cstdio>
#include <cstdlib>

namespace mesh {

/// Ends a fuzz target with the place of a demand that its input broke. (std::source_location asks
/// for more than clang 14 can do.)
inline void Require(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%d: what is required there does not hold\n", file, line);
  std::abort();
}

}  // namespace mesh
