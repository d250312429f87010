#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/secret.h"
#include "core/model/value.h"
#include "planes/kubernetes/access/impersonation.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// What a kubeconfig says in a file of its own or right there; at most one of the two is given.
struct FileOrText {
  std::string path = {};
  Secret text = {};
  bool empty() const { return path.empty() && text.empty(); }
};

/// A cluster of a kubeconfig; paths are absolute or start at the working directory.
struct KubeCluster {
  std::string server = {};
  std::string tls_server_name = {};
  bool insecure = false;
  FileOrText authority = {};
  Secret proxy_url = {};
  bool disable_compression = false;
  /// What the extension `client.authentication.k8s.io/exec` holds for exec plugins.
  Value exec_config = {};
};

/// An exec plugin as a kubeconfig or the settings declare it.
struct ExecPlugin {
  std::string api_version = {};
  std::string command = {};
  std::vector<std::string> args = {};
  /// In order; a later one of the same name wins.
  std::vector<std::pair<std::string, Secret>> env = {};
  std::string install_hint = {};
  bool provide_cluster_info = false;
  std::string interactive_mode = {};
};

/// A user of a kubeconfig.
struct KubeUser {
  FileOrText certificate = {};
  FileOrText key = {};
  Secret token = {};
  std::string token_file = {};
  std::string username = {};
  Secret password = {};
  Impersonation impersonation = {};
  std::optional<ExecPlugin> exec = {};
  /// Name of an auth-provider, which clients have dropped; empty when there is none.
  std::string auth_provider = {};
};

struct KubeContext {
  std::string cluster;
  std::string user;
};

/// An entry, and the file that it is from.
template <class T>
struct FromFile {
  T entry;
  std::string file;
};

struct Kubeconfig {
  /// The files that it was read from, as the user spelled them.
  std::vector<std::string> files;
  std::string current_context;
  std::map<std::string, FromFile<KubeContext>> contexts;
  std::map<std::string, FromFile<KubeCluster>> clusters;
  std::map<std::string, FromFile<KubeUser>> users;
};

/// Reads one kubeconfig. `source` names it in messages; relative paths inside are made relative to
/// `folder` (empty: the working directory). Unknown fields are ignored, as kubectl does; a field of
/// the wrong type, a name that appears twice and data that is no base64 are errors.
Result<Kubeconfig> ParseKubeconfig(const std::string& text, const std::string& source,
                                   const std::string& folder);

/// Both, by kubectl's rules: the first file that has an entry of a name, or a current context, wins
/// as a whole.
Kubeconfig MergeKubeconfigs(Kubeconfig first, Kubeconfig second);

/// Reads and merges files in order; `~` is the home folder. A single file must exist; of several,
/// those that are missing are skipped, and one must exist. All errors are collected. `source` says
/// where the paths are from.
Result<Kubeconfig> LoadKubeconfigs(const std::vector<std::string>& paths, const std::string& source,
                                   const Surroundings& surroundings, const Path& at = {});

}  // namespace mesh
