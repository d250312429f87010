#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/model/object.h"
#include "core/model/ownership.h"
#include "core/model/readiness.h"
#include "core/model/secret.h"

namespace mesh {

/// Who manages an object: our record of it, kept by the plane beside or on the object.
struct Mark {
  /// The `owner` setting of the provider or platform file.
  std::string owner;
  /// The resource that renders the object: `mesh_tenant/<cluster>/<name>`.
  std::string resource;
  /// False when the object existed before us and was adopted.
  bool created = true;
  /// True when the run that wrote the object may have ended before it was confirmed (killed half
  /// way): if it has (Plane::LeftBehind), the same resource may take the object over as if it had
  /// never been written.
  bool pending = false;
  /// Which run that was, where the plane needs to know.
  std::string run = {};

  bool operator==(const Mark&) const = default;
};

/// An object as it stands in the system.
struct LiveObject {
  Value content;
  /// Absent when nobody of ours manages the object.
  std::optional<Mark> mark;
  /// Which parts our last write owns: a tree of maps whose leaves are `true`; null when unknown.
  Value owned;
  /// True when a write would lose comments that a person put into the file.
  bool has_comments = false;
};

/// One wanted change.
struct Change {
  enum class Kind {
    kApply,    ///< create or update: our fields as in `content`, others' fields as they are
    kDelete,   ///< remove the object; fine when it is gone already
    kRelease,  ///< give up our mark and change nothing else
  };
  Kind kind = Kind::kApply;
  ObjectKey key;
  /// For kApply: the whole object, wholly known.
  Value content = {};
  /// For kApply: the object as we last applied it; null when we did not.
  Value prior = {};
  /// For kApply: fields that another manager applies become ours instead of a conflict.
  bool force = false;
  /// For kApply: foreign fields in `spec` are removed.
  bool closed = false;
  /// For kApply: paths of fields that are removed even where others put them there.
  std::vector<std::vector<std::string>> remove = {};
  /// For kApply: see DesiredObject (core/model/resource.h).
  std::map<std::string, Secret> secret_data = {};
  std::optional<Readiness> wait = std::nullopt;
  /// The mark to leave (kApply); for kDelete and kRelease the change is skipped, with a warning,
  /// when the object's mark names another owner or resource.
  Mark mark = {};
};

/// What became of one change. A change may be done and have errors: the object was written, and did
/// not become ready.
struct ChangeResult {
  bool done = false;
  Diagnostics diagnostics;
  /// True when nothing was written because somebody has made the object since it was read as
  /// absent: whether it may be written has to be judged anew.
  bool appeared = false;
};

/// What a plane can do; the engine words its plans accordingly.
struct Capabilities {
  /// Short name for messages: `directory`, `kubernetes`.
  std::string name;
  /// True when objects run somewhere: they have a status, and restarts can be observed.
  bool live = false;
  /// True when planned changes are to be tried (Plane::Try).
  bool dry_run = false;
};

/// A system that objects live in. Thread-safe: up to ten calls at once.
class Plane {
 public:
  virtual ~Plane() = default;
  virtual Capabilities capabilities() const = 0;

  /// True when the system cannot be reached and its settings want the state taken for what is there
  /// until it can. May ask the system, once.
  virtual bool IsAway() { return false; }

  /// The live objects for `keys`, in their order; absent ones nullopt.
  virtual Result<std::vector<std::optional<LiveObject>>> Read(
      const std::vector<ObjectKey>& keys) = 0;

  /// True when the run that left this pending mark died. May ask the system.
  virtual bool LeftBehind(const Mark& mark) { return mark.pending; }

  /// The same as Read for those who are about to write: what seems to be absent is looked for once
  /// more where others may have made it meanwhile and the write would not notice.
  virtual Result<std::vector<std::optional<LiveObject>>> ReadAnew(
      const std::vector<ObjectKey>& keys) {
    return Read(keys);
  }

  /// Makes the changes in order, durably when it returns; each result is that of the change at the
  /// same place. A failed change does not stop the later ones, except that nothing is deleted after
  /// a failure.
  virtual std::vector<ChangeResult> Make(const std::vector<Change>& changes) = 0;

  /// What the system would say to these applies, without making them: conflicts, refusals and
  /// warnings. Whatever cannot be told yet, because its kind or namespace is still to come, is
  /// fine.
  virtual Diagnostics Try(const std::vector<Change>&) { return {}; }

  /// Keys of all objects whose mark names `resource`, sorted.
  virtual Result<std::vector<ObjectKey>> FindByResource(const std::string& resource) = 0;

  /// All resources that some object is marked with, sorted; those that start with `prefix`.
  virtual Result<std::vector<std::string>> Resources(const std::string& prefix) = 0;

  /// What is ours of a live object, for comparison with `prior`, the object as we last applied it:
  /// equal to `prior` when nothing of it has changed in meaning.
  virtual Value Shown(const Value& prior, const LiveObject& live, bool closed) const {
    return Project(live.content, MaskOf(prior, closed));
  }

  /// Ends what waits, now; later calls fail. From any thread.
  virtual void Cancel() {}

  /// What the calls of this run took: a map by label of maps of counts; null when nothing is
  /// counted.
  virtual Value Report() const { return {}; }

  /// Ends the run well: bookkeeping that is not needed per change is written now.
  virtual Diagnostics Finish() = 0;
};

}  // namespace mesh
