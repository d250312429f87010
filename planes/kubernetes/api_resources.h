#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/model/object.h"
#include "planes/http/http_channel.h"

namespace mesh {

/// Where an API server keeps the objects of a kind.
struct ServedKind {
  /// `/api/v1` or `/apis/GROUP/VERSION`.
  std::string base;
  std::string plural;
  bool namespaced = true;
  /// True when objects of the kind can be listed and applied.
  bool kept = true;

  /// The target of the collection in a namespace (empty: of all, or of the cluster's scope).
  std::string Collection(const std::string& name_space) const;
  /// The target of one object.
  std::string Object(const ObjectKey& key) const;
};

/// True for groups whose kinds come from CustomResourceDefinitions. Their objects are updated only
/// by who names the version that is updated, so that an apply of version 0 creates an object or
/// fails. The server's own kinds, in groups without a dot and in k8s.io, take it for any version.
bool IsCustom(const std::string& group);

/// Which kinds a server has. Each group version is asked for once, when it is first needed, and
/// again when it had not what was looked for: a CRD may have arrived meanwhile. A thousand objects
/// of a kind that is missing ask a few times and not a thousand. Thread-safe.
class ApiResources {
 public:
  explicit ApiResources(HttpChannel& channel) : channel_(channel) {}

  /// nullopt while the server does not serve the kind.
  Result<std::optional<ServedKind>> Find(const std::string& api_version, const std::string& kind);
  /// Every kind of the server that can be listed and applied, in one version each, by
  /// `GROUP/VERSION` and kind. Asks for everything that there is: for those who look for anything.
  Result<std::vector<std::pair<std::string, std::string>>> Everything();
  /// The versions (`GROUP/VERSION`) of a group, the preferred one first; none when the server does
  /// not know the group.
  Result<std::vector<std::string>> VersionsOf(const std::string& group);

 private:
  using Kinds = std::map<std::string, ServedKind>;
  Result<Kinds> Ask(const std::string& api_version);
  /// null: the server has nothing there.
  Result<Value> Get(const std::string& target, const std::string& label);

  HttpChannel& channel_;
  std::mutex mutex_;
  struct Known {
    Kinds kinds;
    std::chrono::steady_clock::time_point asked;
  };
  std::map<std::string, Known> known_;
};

}  // namespace mesh
