#pragma once

#include <chrono>

#include "planes/directory/root.h"

namespace mesh {

/// Keeps other processes out of a tree while it lives: exclusively to write, shared to read the
/// records as one consistent whole. Readers of single files need no lock.
class TreeLock {
 public:
  enum class Mode { kRead, kWrite };

  /// Waits for its turn; after `longest`, an error names the processes that write the tree.
  /// Waiting processes take turns, so that a busy one does not starve the others. For writing,
  /// root and kRecords are made when they are not there.
  static Result<TreeLock> Take(Walk& walk, Mode mode, std::chrono::milliseconds longest);

 private:
  /// What is locked is the folder of the records: no lock file that would be part of the tree.
  Fd records_;
};

}  // namespace mesh
