#pragma once

#include <string>
#include <vector>

#include "planes/kubernetes/access/cluster_access.h"

namespace mesh {

struct KindName {
  /// Empty for core kinds.
  std::string group;
  std::string kind;
};

/// What a cluster holds, for those who read it once.
struct ClusterContents {
  /// Whole objects, kind by kind in the order asked for, without marks of ours.
  std::vector<Value> objects;
  /// Warnings about what may not be listed.
  Diagnostics diagnostics;
};

/// Lists all objects of some kinds, each in the version that the server prefers; kinds that it does
/// not serve have none. With `namespaces`, only what is in one of them, and nothing that belongs to
/// the cluster's scope.
Result<ClusterContents> ReadCluster(ClusterAccess access, const std::vector<KindName>& kinds,
                                    const std::vector<std::string>& namespaces);

}  // namespace mesh
