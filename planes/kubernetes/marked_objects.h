#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "planes/kubernetes/server.h"

namespace mesh {

/// Finds objects of the whole cluster by their marks. A search lists metadata only, once per
/// process until something is written. Thread-safe.
class MarkedObjects {
 public:
  /// `server` must outlive this.
  explicit MarkedObjects(const Server& server) : server_(server) {}

  struct Found {
    std::map<std::string, std::set<ObjectKey>> by_resource;
    /// Kinds that this user may not list in all namespaces.
    std::set<std::string> hidden;
  };
  /// Of the kinds that the product knows (core/kinds), which are those that its resources render.
  Result<std::shared_ptr<const Found>> OfKnownKinds();
  /// Of every kind that the cluster has.
  Result<std::shared_ptr<const Found>> OfAllKinds();
  /// The next search looks again.
  void Forget();

 private:
  Diagnostics Look(const std::string& api_version, const std::string& kind, Found& found) const;
  Diagnostics LookAtKnown(Found& found) const;

  const Server& server_;
  std::mutex mutex_;
  std::shared_ptr<const Found> known_;
  std::shared_ptr<const Found> all_;
};

}  // namespace mesh
