#pragma once

#include <map>
#include <string>
#include <vector>

#include "generator/rendered_platform.h"
#include "planes/plane.h"

namespace mesh::generator {

/// One change of a cluster, and what it amounts to for a person.
struct PlannedChange {
  enum class Effect { kCreate, kUpdate, kAdopt, kDelete, kRelease };
  Effect effect;
  Change change;
};

/// What must change in one cluster for it to be as a platform file says.
struct ClusterPlan {
  std::string cluster;
  /// In the order to make them: namespaces first, deletions last.
  std::vector<PlannedChange> changes;
  std::size_t unchanged = 0;
  Diagnostics diagnostics;
};

/// What becomes of objects of resources that the file does not name any more, since such a resource
/// cannot say it itself.
enum class Orphans {
  kByType,  ///< kept or deleted as the resource type does by default
  kKeep,
  kDelete,
};

/// What a person may choose about planning.
struct PlanOptions {
  std::string owner;
  Orphans orphans = Orphans::kByType;
};

/// Compares what `resources` (all of one cluster) render with what lives in `plane`. What the plane
/// marks as this owner's and nobody renders any more leaves, as `on_destroy` says. Reads only;
/// moves the objects' contents out of `resources`.
ClusterPlan PlanCluster(const std::string& cluster, std::vector<RenderedResource*> resources,
                        const std::vector<ResourceDefinition>& definitions,
                        const PlanOptions& options, Plane& plane);

}  // namespace mesh::generator
