#pragma once

#include "planes/kubernetes/access/kubeconfig.h"

namespace mesh {

/// Which parts of a kubeconfig to use; empty ones are as the current context says.
struct KubeconfigChoice {
  std::string context = {};
  std::string cluster = {};
  std::string user = {};
  /// False when the server, or the credentials, come from elsewhere, so that a missing one is fine.
  bool needs_cluster = true;
  bool needs_user = true;
  /// The settings, for the attribute paths of errors.
  Path at = {};
};

struct ChosenKubeconfig {
  KubeCluster cluster;
  KubeUser user;
  /// `context "prod" of ~/.kube/config`.
  std::string description;
  /// `cluster "a" of ~/.kube/config`, `user "b" of ...`.
  std::string cluster_description;
  std::string user_description;
};

/// Picks what the choice says; a context, cluster or user that is not there is an error that lists
/// those that are.
Result<ChosenKubeconfig> ChooseFromKubeconfig(const Kubeconfig& config,
                                              const KubeconfigChoice& choice);

}  // namespace mesh
