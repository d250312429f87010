#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "planes/directory/ledger.h"
#include "planes/directory/root.h"
#include "planes/plane.h"

namespace mesh {

/// One call of Make while it waits and while it is carried out.
struct Request {
  const std::vector<Change>* changes = nullptr;
  /// The file of each change.
  std::vector<std::string> paths;
  std::vector<ChangeResult> results;
  bool done = false;
};

/// Carries out the changes of several requests with one wait for the disk: first what is written,
/// in any order (a tree takes effect as a whole), then, when all of that succeeded, what is
/// removed. Requests share no path.
class Batch {
 public:
  /// `mutex` guards `ledger`; it is free while the disk is waited for. Requires: the tree is locked
  /// for writing.
  Batch(Walk& walk, Ledger& ledger, std::mutex& mutex)
      : walk_(walk), ledger_(ledger), mutex_(mutex) {}

  /// Fills in the results of all requests.
  void Carry(const std::vector<Request*>& requests);

 private:
  /// One change on its way to the disk.
  struct Step {
    const Change* change = nullptr;
    std::string path;
    /// What the file must contain; nullopt: it goes, or stays as it is.
    std::optional<std::string> text = {};
    /// What the journal must say; nullopt: it says so already.
    std::optional<JournalLine> line = {};
    /// What the journal must say when the change fails after all.
    std::optional<JournalLine> undo = {};
    bool remove = false;
    bool recorded = false;
    ChangeResult result = {};
  };
  using Steps = std::vector<Step>;

  void Prepare(Step& step, Walk& walk) const;
  void PrepareApply(Step& step, const Entry* entry, Walk& walk) const;
  void PrepareLeave(Step& step, const Entry* entry, Walk& walk) const;
  void MakeRoom(const std::vector<Step*>& by_path);
  static Diagnostics CheckKustomization(const std::string& folder, Walk& walk);
  Diagnostics Record(std::vector<Steps>& all);
  static void Place(Step& step, Walk& walk);
  void Remove(Step& step);
  void Undo(std::vector<Steps>& all);
  void Abandon(std::vector<Steps>& all, const Diagnostics& why);
  static void Refuse(Step& step, Diagnostics why);
  static void HoldDeletesAfterFailure(Steps& steps);

  Walk& walk_;
  Ledger& ledger_;
  std::mutex& mutex_;
};

}  // namespace mesh
