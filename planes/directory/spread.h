#pragma once

#include <vector>

#include "planes/directory/root.h"
#include "planes/parallel.h"

namespace mesh {

/// From this many items on, a second thread is worth starting.
inline constexpr std::size_t kManyItems = 256;
/// So many items that are not `together` a thread takes at a time.
inline constexpr std::size_t kItemsAtOnce = 32;

/// Calls `take(item, walk)` for every item, each time with a visit to the tree of `walk`: when
/// there are many, from several threads, with visits of their own. Neighbours that are `together`
/// stay in one thread, so that items sorted by folder need each folder opened once, and no two
/// threads write in one.
template <class Item, class Together, class Take>
void Spread(Walk& walk, std::vector<Item>& items, Together together, Take take) {
  if (items.size() < kManyItems) {
    for (Item& item : items) take(item, walk);
    return;
  }
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= items.size(); ++i) {
    if (i < items.size() && (i - begin < kItemsAtOnce || together(items[i - 1], items[i])))
      continue;
    ends.push_back(i);
    begin = i;
  }
  InParallel(ends.size(), UsefulThreads(), 1, [&](std::size_t part, std::size_t) {
    Walk own(walk.root());
    for (std::size_t i = part == 0 ? 0 : ends[part - 1]; i < ends[part]; ++i) take(items[i], own);
  });
}

}  // namespace mesh
