#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/model/object.h"

namespace mesh {

/// What happens to objects that a resource owned and renders no more.
struct Removal {
  /// In this order.
  std::vector<ObjectKey> deleted;
  /// Left as they are; only our mark goes.
  std::vector<ObjectKey> kept;
};

/// Why objects leave.
struct Leaving {
  /// True when the whole resource goes, false when it stays and renders less.
  bool destroyed = false;
  /// What destroying it does: its `on_destroy` as applied last, else its default.
  bool keeps = false;
};

/// Splits objects that leave. Destroying keeps or deletes all of them. From a resource that stays,
/// a namespace takes its objects along, so that a kept one keeps its labels, quota and fence;
/// objects that leave while their namespace stays are deleted.
Removal SplitLeaving(const std::map<ObjectKey, Value>& objects, Leaving why,
                     const std::set<ObjectKey>& closed);

/// Names of the Namespaces among `objects`.
std::set<std::string> NamespacesIn(const std::map<ObjectKey, Value>& objects);

/// Label of a cluster-wide object that names the namespace it belongs to.
inline constexpr char kNamespaceLabel[] = "mesh.meshgen.io/namespace";

}  // namespace mesh
