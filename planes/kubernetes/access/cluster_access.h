#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/model/kubernetes_settings.h"
#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// How to reach and authenticate to one API server.
struct ClusterAccess {
  /// `https://HOST[:PORT][/PREFIX]`, without a slash at the end. Plain http for loopback only, and
  /// then without credentials.
  std::string server;
  /// Certificates that the server's must chain to; empty means the authorities of this machine.
  std::string ca_pem;
  /// Name that the certificate must carry and that is sent as SNI; empty means the host.
  std::string tls_server_name;
  /// Proxy to use; empty means none, whatever the environment says. May hold a password.
  Secret proxy_url;
  bool disable_compression = false;
  /// Never null.
  std::shared_ptr<Credentials> credentials;
  /// To be put on each request.
  std::vector<Header> impersonation;
  /// For messages: `context "prod" of ~/.kube/config`.
  std::string description;
};

/// Finds out, from the settings, the environment and the files that they name. `at` is where the
/// settings are in the configuration, for the paths of errors.
///
/// Where the server is: `host`; else the kubeconfig that the settings or KUBE_CONFIG_PATH(S) name;
/// else `in_cluster`; else `eks`; else the kubeconfig that KUBECONFIG names; else the pod that this
/// runs in. ~/.kube/config is never taken by itself. Credentials of the settings take the place of
/// the kubeconfig's user as a whole, impersonation of the settings that of its impersonation.
///
/// Credentials that need a program or AWS are not asked for yet; only the place of an EKS cluster
/// without `host` is looked up.
Result<ClusterAccess> Resolve(const KubernetesSettings& settings, const Surroundings& surroundings,
                              const Path& at = {});

}  // namespace mesh
