#pragma once

#include <string>
#include <vector>

#include "planes/kubernetes/live_objects.h"
#include "planes/plane.h"

namespace mesh {

/// Makes changes to the objects of one API server. Thread-safe.
class Applier {
 public:
  /// Everything must outlive this. `manager` is the field manager of our applies.
  Applier(HttpChannel& channel, ApiResources& resources, LiveObjects& objects, std::string manager)
      : channel_(channel), resources_(resources), objects_(objects), manager_(std::move(manager)) {}

  /// Applies at once what does not depend on each other.
  void Apply(const std::vector<const Change*>& changes, const std::vector<ChangeResult*>& results);
  ChangeResult Delete(const Change& change);
  ChangeResult Release(const Change& change);

 private:
  struct Attempt;

  Result<std::optional<ServedKind>> Served(const ObjectKey& key);
  void Prepare(Attempt& attempt);
  void Send(std::vector<Attempt>& attempts);
  /// True when the answer settles the attempt; otherwise it goes again, with force.
  bool Judge(Attempt& attempt, const HttpOutcome& outcome);
  bool MayForce(const Attempt& attempt, const Value& status) const;
  /// Takes out what must not be on the object: foreign fields of a closed one, and what the change
  /// says.
  void TakeOut(Attempt& attempt);
  Diagnostics Patch(const ServedKind& served, const ObjectKey& key, std::string patch,
                    LiveObjects::Object& object);
  ChangeResult LeftAlone(const Change& change, const Mark& mark) const;

  HttpChannel& channel_;
  ApiResources& resources_;
  LiveObjects& objects_;
  const std::string manager_;
};

}  // namespace mesh
