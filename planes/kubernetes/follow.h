#pragma once

#include <chrono>
#include <functional>

#include "planes/kubernetes/api_resources.h"
#include "planes/kubernetes/patience.h"

namespace mesh {

/// Follows single objects of a server by watch, until they are what somebody waits for.
class Follower {
 public:
  /// Everything must outlive this.
  Follower(HttpChannel& channel, Patience& patience) : channel_(channel), patience_(patience) {}

  /// Judges an object as it is; null: there is none. Must be quick.
  using Enough = std::function<bool(const Value& object)>;
  struct Sight {
    Value object;
    /// False: it took too long, or everything was told to stop.
    bool enough = false;
    std::chrono::milliseconds waited{0};
  };
  /// Looks at the object whenever it changes, at most for `longest`.
  Result<Sight> Until(const ServedKind& served, const ObjectKey& key,
                      std::chrono::milliseconds longest, const Enough& enough) const;

 private:
  Result<Value> Look(const ServedKind& served, const ObjectKey& key) const;
  /// Returns when the object has become `enough` or is gone, at the latest after `bound`; false
  /// where watching does not work.
  bool Watch(const ServedKind& served, const ObjectKey& key, const std::string& version,
             std::chrono::milliseconds bound, const Enough& enough) const;

  HttpChannel& channel_;
  Patience& patience_;
};

}  // namespace mesh
