#pragma once

#include <string>
#include <vector>

#include "planes/kubernetes/apply_batch.h"
#include "planes/kubernetes/deletion.h"
#include "planes/plane.h"

namespace mesh {

/// Makes changes to the objects of one API server. Thread-safe.
class Applier {
 public:
  /// Both must outlive this.
  Applier(const Server& server, RunRecord& run) : server_(server), run_(run) {}

  /// How long an object that is deleted may take.
  static constexpr std::chrono::minutes kDeletion{10};

  /// Applies at once what does not depend on each other.
  void Apply(const std::vector<const Change*>& changes, const std::vector<ChangeResult*>& results);
  /// What the server would say to these applies, without making them.
  Diagnostics Try(const std::vector<Change>& changes);
  ChangeResult Delete(const Change& change);
  ChangeResult Release(const Change& change);

 private:
  /// Takes out what the apply would take out anyway, where that is all that a map holds:
  /// server-side apply leaves null in place of a map that it has emptied, which schemas refuse.
  void MakeRoom(ApplyBatch::Attempt& attempt);
  /// Takes out what must not be on the object: foreign fields of a closed one, and what the change
  /// says.
  void TakeOut(ApplyBatch::Attempt& attempt);
  /// Waits until the object shows what its change wants to see; an error when it does not in time.
  void AwaitReady(const ApplyBatch::Attempt& attempt);
  Diagnostics Patch(const ServedKind& served, const ObjectKey& key, std::string patch,
                    LiveObjects::Object& object);
  HttpOutcome SendDelete(const ServedKind& served, const ObjectKey& key, const Value& object) const;
  /// True when a deletion was refused because the object is not any more what was looked at.
  bool HasChanged(const HttpResponse& answer) const;
  /// What became of a deletion that was answered; waits until the object is gone.
  ChangeResult Deleted(const ServedKind& served, const Change& change, const Value& object,
                       const HttpResponse& answer);
  ChangeResult LeftAlone(const Change& change, const Mark& mark) const;

  const Server& server_;
  RunRecord& run_;
  const Follower follower_{server_.channel, server_.patience};
  const Deletion deletion_{follower_, kDeletion};
};

}  // namespace mesh
