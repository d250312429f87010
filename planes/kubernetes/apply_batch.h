#pragma once

#include <vector>

#include "planes/kubernetes/run_record.h"
#include "planes/plane.h"

namespace mesh {

/// Server-side applies of objects that do not depend on each other: sent at once, sent again where
/// that helps.
class ApplyBatch {
 public:
  enum class Mode {
    kReal,    ///< waits for kinds and namespaces that are about to arrive
    kDryRun,  ///< changes nothing; what cannot be told yet is passed over
  };

  /// One apply on its way.
  struct Attempt {
    const Change* change = nullptr;
    ChangeResult* result = nullptr;
    ServedKind served = {};
    /// What was there before, and what is sent: the content with our mark, without secret data.
    LiveObjects::Object before = {};
    Value content = {};
    Mark mark = {};
    /// True when the object becomes ours in this run.
    bool is_new = false;
    /// True when it holds this run open (RunRecord), and which others it does.
    bool holds_run = false;
    std::string other_runs = {};
    /// True when it may have been written although nothing says so.
    bool uncertain = false;
    /// What the server made of it; null while it has not taken it.
    LiveObjects::Object after = {};
    bool force = false;
    /// Why it failed when its namespace was missing.
    Diagnostics homeless = {};
    bool settled = false;
  };

  /// `server` and `run` must outlive this.
  ApplyBatch(const Server& server, RunRecord& run, Mode mode)
      : server_(server), run_(run), mode_(mode) {}

  /// Both must outlive this.
  void Add(const Change& change, ChangeResult& result);
  /// Returns when every attempt has succeeded or failed.
  void Run();
  std::vector<Attempt>& attempts() { return attempts_; }

 private:
  /// Where objects of a kind go; nullopt: it cannot be told yet.
  Result<std::optional<ServedKind>> Served(const ObjectKey& key) const;
  void Prepare(Attempt& attempt) const;
  /// Puts the mark on what is sent, as the run stands.
  void PutMark(Attempt& attempt) const;
  /// True when the apply may only create the object, and the server sees to it.
  bool MustNotExist(const Attempt& attempt) const;
  HttpRequest RequestFor(const Attempt& attempt) const;
  void Send();
  /// True when the answer settles the attempt; otherwise it goes again: with force, or when its
  /// namespace may have arrived.
  bool Judge(Attempt& attempt, const HttpOutcome& outcome) const;
  bool JudgeRefusal(Attempt& attempt, const HttpResponse& answer) const;
  /// True when the namespace is not there, or not yet there for the whole of the server.
  bool MissesItsNamespace(const Attempt& attempt, const HttpResponse& answer,
                          const Value& status) const;
  bool MayForce(const Attempt& attempt, const Value& status) const;
  /// The object is there, although it was not when it was looked for.
  bool JudgeAppeared(Attempt& attempt, const HttpResponse& answer) const;
  /// Waits for the namespaces of attempts that missed theirs; who waited long enough has failed.
  void AwaitNamespaces();

  const Server& server_;
  RunRecord& run_;
  const Mode mode_;
  std::vector<Attempt> attempts_;
};

}  // namespace mesh
