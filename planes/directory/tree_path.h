#pragma once

#include <string>

#include "core/model/object.h"

namespace mesh {

/// Where an object's file stands below `<root>/<cluster>`.
struct TreePath {
  /// Namespace, or `_cluster` for objects of the cluster's scope.
  std::string folder;
  /// `<kind>.<group>.<name>.yaml`; no group for core kinds.
  std::string file;
};

/// The place of an object. Lower-case letters, digits, `.` and `-` stand for themselves, every
/// other byte is percent-encoded, so that no name leaves its folder and names that differ only in
/// case stay apart everywhere. Names too long for a file system end in a hash.
TreePath PathOf(const ObjectKey& key);

/// One path component with the same encoding.
std::string EncodeComponent(std::string_view name);

}  // namespace mesh
