#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "planes/kubernetes/deletion.h"
#include "planes/kubernetes/live_objects.h"
#include "planes/kubernetes/patience.h"
#include "planes/plane.h"

namespace mesh {

/// Makes changes to the objects of one API server. Thread-safe.
class Applier {
 public:
  /// Everything must outlive this. `manager` is the field manager of our applies.
  Applier(HttpChannel& channel, ApiResources& resources, LiveObjects& objects, std::string manager)
      : channel_(channel), resources_(resources), objects_(objects), manager_(std::move(manager)) {}

  /// How long kinds and namespaces are waited for that are made in the same run, and how long an
  /// object that is deleted may take.
  static constexpr std::chrono::minutes kArrival{1};
  static constexpr std::chrono::minutes kDeletion{10};

  /// Applies at once what does not depend on each other.
  void Apply(const std::vector<const Change*>& changes, const std::vector<ChangeResult*>& results);
  ChangeResult Delete(const Change& change);
  ChangeResult Release(const Change& change);
  /// The run ends well: what became ours in it is pending no more. What cannot be said now stays
  /// pending, which only means that its resource may take it up again.
  void Settle();
  /// Ends what waits, and lets nothing wait any more.
  void Cancel() { patience_.Cancel(); }

 private:
  struct Attempt;

  /// Where objects of a kind go; waits for a kind that is about to arrive.
  Result<ServedKind> Served(const ObjectKey& key);
  void Prepare(Attempt& attempt);
  void Send(std::vector<Attempt>& attempts);
  /// True when the answer settles the attempt; otherwise it goes again: with force, or when its
  /// namespace may have arrived.
  bool Judge(Attempt& attempt, const HttpOutcome& outcome);
  /// Waits for the namespaces of attempts that missed theirs; who waited long enough has failed.
  void AwaitNamespaces(std::vector<Attempt>& attempts);
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
  std::mutex mutex_;
  std::vector<ObjectKey> pending_;
  Patience patience_{kArrival};
  const Deletion deletion_{channel_, patience_, kDeletion};
};

}  // namespace mesh
