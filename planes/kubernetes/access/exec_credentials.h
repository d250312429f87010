#pragma once

#include <memory>

#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/exec_protocol.h"
#include "planes/kubernetes/access/kubeconfig.h"

namespace mesh {

/// An exec plugin, ready to run.
struct ExecDeclaration {
  ExecPlugin plugin;
  ExecClusterInfo cluster;
  /// Where it is declared, for messages: `user "b" of ~/.kube/config`.
  std::string source;
  Path at = {};
  std::chrono::milliseconds bound = std::chrono::seconds(60);
};

/// Credentials from the plugin. It runs when they are first needed, 30 seconds before they expire,
/// and when the server refuses them. What it says on standard error is shown when it fails, without
/// the values of its variables; its arguments and output never are.
Result<std::shared_ptr<Credentials>> ExecCredentials(ExecDeclaration declaration,
                                                     const Surroundings& surroundings);

}  // namespace mesh
