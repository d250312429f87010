#pragma once

#include <optional>
#include <string>

#include "core/model/value.h"
#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// What a plugin is told about the cluster, when it asks to be.
struct ExecClusterInfo {
  std::string server;
  std::string tls_server_name;
  std::string ca_pem;
  Secret proxy_url;
  bool disable_compression = false;
  /// From the kubeconfig's extension `client.authentication.k8s.io/exec`; null when absent.
  Value config;
};

/// What a plugin printed.
struct ExecCredential {
  RequestCredentials credentials;
  std::optional<TimePoint> expires;
};

/// What is wrong with the API version that a plugin is declared to speak, with the fix; nullopt for
/// v1 and v1beta1.
std::optional<std::string> ExecVersionProblem(const std::string& api_version);

/// The content of KUBERNETES_EXEC_INFO; `cluster` is null when the plugin is not told.
std::string ExecInfo(const std::string& api_version, const ExecClusterInfo* cluster);

/// Reads what a plugin printed; an error's text continues "The plugin ..." and quotes nothing of
/// it, since that may be a token.
tl::expected<ExecCredential, std::string> ParseExecOutput(const Secret& output,
                                                          const std::string& api_version,
                                                          TimePoint now);

}  // namespace mesh
