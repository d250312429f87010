#pragma once

#include <chrono>
#include <string>

#include "planes/kubernetes/api_resources.h"
#include "planes/kubernetes/patience.h"

namespace mesh {

/// Waits until an object that is being deleted is gone.
class Deletion {
 public:
  /// Everything must outlive this.
  Deletion(HttpChannel& channel, Patience& patience, std::chrono::milliseconds longest)
      : channel_(channel), patience_(patience), longest_(longest) {}

  /// Returns when the object of that uid is gone. An error says what holds it: finalizers by name,
  /// and for a namespace what is left in it.
  Diagnostics Await(const ServedKind& served, const ObjectKey& key, const std::string& uid) const;

 private:
  /// null: there is none of that uid any more.
  Result<Value> Look(const ServedKind& served, const ObjectKey& key, const std::string& uid) const;
  /// Returns once it was deleted, at the latest after `bound`; false where watching does not work.
  bool Watch(const ServedKind& served, const ObjectKey& key, const std::string& version,
             std::chrono::milliseconds bound) const;

  HttpChannel& channel_;
  Patience& patience_;
  const std::chrono::milliseconds longest_;
};

}  // namespace mesh
