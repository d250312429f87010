#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "planes/plane.h"

namespace mesh {

struct DirectoryOptions {
  /// Folder of the tree; made when something is first written. A symbolic link is refused.
  std::string root;
  /// The first folder below it.
  std::string cluster;
  /// How long to wait for another process that writes the tree.
  std::chrono::milliseconds longest_wait{10'000};
};

/// Objects as files: `<root>/<cluster>/<namespace or _cluster>/<kind>.<group>.<name>.yaml`, with a
/// kustomization.yaml in each folder, and in `<root>/.mesh` the inventory that says which files are
/// ours.
///
/// Each Make is durable when it returns: it records what it does, contents included, in a journal
/// before it does it, and calls that come at the same time share the wait for the disk. Finish
/// merges the kustomizations, each once, and folds the journal into the inventory. When a run is
/// killed, the next one that ends well does so for it, also when it changed nothing itself; objects
/// of the killed run are `pending` until they are written again.
///
/// Several processes may write one tree: every Make holds the tree's lock for a moment.
std::unique_ptr<Plane> OpenDirectory(DirectoryOptions options);

}  // namespace mesh
