#pragma once

#include <cstddef>
#include <functional>

namespace mesh {

/// How many threads a computation of ours may use: as many as the machine runs, and at most four.
unsigned UsefulThreads();

/// Calls `each(begin, end)` for consecutive ranges of `chunk` (the last may be shorter) that cover
/// 0 to `count`, on up to `threads` threads and in no particular order. Returns when all are done;
/// one range is done by the caller's thread alone.
void InParallel(std::size_t count, unsigned threads, std::size_t chunk,
                const std::function<void(std::size_t begin, std::size_t end)>& each);

}  // namespace mesh
