#pragma once

#include <functional>
#include <memory>
#include <string>

#include "planes/kubernetes/access/cluster_access.h"
#include "planes/plane.h"

namespace mesh {

struct KubernetesOptions {
  ClusterAccess access;
  /// The `owner` setting; part of the field manager's name, so that two states that fight over a
  /// field see a conflict.
  std::string owner;
  /// The setting `on_unreachable` is `state`.
  bool may_be_away = false;
  /// Planned changes are tried on the server.
  bool dry_run = false;
  /// Tells a person who follows a log what is waited for; may be empty. From any thread.
  std::function<void(const std::string&)> tell = {};
};

/// Objects in a real cluster, applied by server-side apply.
///
/// The marks are annotations on the objects; which fields are ours is what managedFields says.
/// Objects of a kind and namespace are listed once per process. A Make returns when the API server
/// has taken the changes.
Result<std::unique_ptr<Plane>> OpenKubernetes(KubernetesOptions options);

}  // namespace mesh
