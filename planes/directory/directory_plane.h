#pragma once

#include <memory>
#include <string>

#include "planes/plane.h"

namespace mesh {

struct DirectoryOptions {
  /// Folder of the tree; made when something is first written.
  std::string root;
  /// The first folder below it.
  std::string cluster;
};

/// Objects as files: `<root>/<cluster>/<namespace or _cluster>/<kind>.<group>.<name>.yaml`, with a
/// kustomization.yaml in each folder, and in `<root>/.mesh` the inventory that says which files are
/// ours.
///
/// Each Make is durable when it returns. Marks go to a journal of this process first, and are
/// folded into the inventory by Finish; after a crash the next writer folds them, marked as
/// pending. The kustomizations are merged by Finish, too, so that each is written once a run.
/// Several processes may write one tree: every Make holds the tree's lock, and waits for it at most
/// ten seconds.
std::unique_ptr<Plane> OpenDirectory(DirectoryOptions options);

}  // namespace mesh
