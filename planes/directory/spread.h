#pragma once

#include <algorithm>
#include <thread>
#include <vector>

#include "planes/directory/root.h"

namespace mesh {

/// From this many items on, a second thread is worth starting.
inline constexpr std::size_t kManyItems = 256;
inline constexpr unsigned kMostThreads = 4;

/// Calls `take(item, walk)` for every item, each time with a visit to the tree of `walk`: from
/// several threads when there are many. Neighbours that are `together` stay in one thread, so that
/// items sorted by folder need each folder opened once, and no two threads write in one.
template <class Item, class Together, class Take>
void Spread(Walk& walk, std::vector<Item>& items, Together together, Take take) {
  const std::size_t threads =
      items.size() < kManyItems ? 1
                                : std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  std::vector<std::jthread> others;
  std::size_t begin = 0;
  for (std::size_t part = 1; part < threads; ++part) {
    std::size_t end = std::max(begin, items.size() * part / threads);
    while (end > begin && end < items.size() && together(items[end - 1], items[end])) ++end;
    others.emplace_back([&items, &walk, &take, begin, end] {
      Walk own(walk.root());
      for (std::size_t i = begin; i < end; ++i) take(items[i], own);
    });
    begin = end;
  }
  for (std::size_t i = begin; i < items.size(); ++i) take(items[i], walk);
}

}  // namespace mesh
