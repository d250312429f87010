#pragma once

#include <optional>

#include "planes/kubernetes/access/aws/eks_credentials.h"
#include "planes/kubernetes/access/effective_settings.h"
#include "planes/kubernetes/access/kubeconfig_choice.h"
#include "planes/kubernetes/access/server_url.h"

namespace mesh {

/// Where the settings come from, as far as it matters further on.
struct Origins {
  EffectiveSettings effective;
  std::optional<ChosenKubeconfig> kubeconfig;
  /// The service account of the pod that this runs in is used.
  bool in_cluster = false;
  std::optional<EksCluster> eks;
};

/// Reads the kubeconfig if there is one to read, and decides on the pod's service account.
Result<Origins> FindOrigins(EffectiveSettings effective, const Surroundings& surroundings);

/// Where the server is, and how its certificate is judged.
struct ServerPlace {
  ServerUrl url;
  std::string ca_pem;
  std::string tls_server_name;
  Secret proxy_url;
  bool disable_compression = false;
  std::string description;
};

Result<ServerPlace> FindServer(const Origins& origins, const Surroundings& surroundings);

/// Files of a pod's service account.
inline constexpr char kPodTokenFile[] = "/var/run/secrets/kubernetes.io/serviceaccount/token";
inline constexpr char kPodAuthorityFile[] = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

}  // namespace mesh
