#pragma once

#include <chrono>
#include <string>

#include "planes/kubernetes/follow.h"

namespace mesh {

/// Waits until an object that is being deleted is gone.
class Deletion {
 public:
  /// Everything must outlive this.
  Deletion(const Follower& follower, std::chrono::milliseconds longest)
      : follower_(follower), longest_(longest) {}

  /// Returns when the object of that uid is gone. An error says what holds it: finalizers by name,
  /// and for a namespace what is left in it.
  Diagnostics Await(const ServedKind& served, const ObjectKey& key, const std::string& uid) const;

 private:
  const Follower& follower_;
  const std::chrono::milliseconds longest_;
};

}  // namespace mesh
