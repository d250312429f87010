#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "planes/kubernetes/api_resources.h"

namespace mesh {

/// The objects of a server as this process has seen them.
///
/// All objects of a kind in one namespace are listed once, in pages, when the first of them is
/// asked for; every resource of the process shares the list. Lists are consistent reads: stale data
/// would show drift that is not there. Where listing is not allowed, objects are read one by one.
/// What this process writes is kept up to date with the server's answers. Thread-safe.
class LiveObjects {
 public:
  using Object = std::shared_ptr<const Value>;

  LiveObjects(HttpChannel& channel, ApiResources& resources)
      : channel_(channel), resources_(resources) {}

  /// Null where there is no such object, or its kind or namespace does not exist.
  Result<std::vector<Object>> Read(const std::vector<ObjectKey>& keys);
  /// The metadata of all objects of a kind in all namespaces; not kept. nullopt: listing is not
  /// allowed.
  Result<std::optional<std::vector<Object>>> ListMetadata(const std::string& api_version,
                                                          const std::string& kind);
  /// All objects of a kind in a namespace (empty: in all); not kept. nullopt: listing is not
  /// allowed.
  Result<std::optional<std::vector<Object>>> ListAll(const std::string& api_version,
                                                     const std::string& kind,
                                                     const std::string& name_space);
  /// Looks for an object as it is now, whatever was seen before.
  Result<Object> ReadNow(const ObjectKey& key);
  /// Looks once more for those of `keys` that seemed to be absent, but for custom kinds: an apply
  /// of those notices.
  Diagnostics LookAgain(const std::vector<ObjectKey>& keys);
  /// What the server answered to a write; null: the object is gone.
  void Put(const ObjectKey& key, Object object);

 private:
  struct Scope {
    std::mutex mutex;
    bool listed = false;
    bool one_by_one = false;
    std::map<std::string, Object> objects;
  };

  Scope& ScopeOf(const ObjectKey& key);
  Result<Object> ReadOne(const ObjectKey& key);
  Diagnostics FillIn(Scope& scope, const ObjectKey& key, const ServedKind& served);
  static HttpRequest GetRequest(const ObjectKey& key, const ServedKind& served);
  /// Null where there is none.
  Result<Object> ObjectIn(const HttpOutcome& answer, const ObjectKey& key) const;
  Result<Object> Get(Scope& scope, const ObjectKey& key, const ServedKind& served);
  /// Every page; nullopt: listing is not allowed.
  Result<std::optional<std::vector<Object>>> List(const std::string& target, const ObjectKey& kind,
                                                  const std::vector<HttpHeader>& headers = {});

  HttpChannel& channel_;
  ApiResources& resources_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Scope>> scopes_;
};

}  // namespace mesh
