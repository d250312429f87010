#pragma once

namespace mesh {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace mesh
