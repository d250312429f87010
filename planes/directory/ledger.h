#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "planes/directory/inventory.h"
#include "planes/directory/journal.h"
#include "planes/directory/root.h"

namespace mesh {

/// Up to this many files are brought to disk one by one; for more, one sync of the file system
/// costs less.
inline constexpr std::size_t kFewFiles = 16;

/// The records, below the root of the tree.
inline const std::string kInventory = std::string(kRecords) + "/inventory";
inline const std::string kJournal = std::string(kRecords) + "/journal";

/// Which files of a tree are ours, as all processes that write it see it: the inventory, and after
/// it the lines of the journal.
///
/// A run is one process's writing, from its first change to its end. While it lasts the run holds
/// a lock of its own on the journal, so that others can tell whether it lives; entries of a run
/// that died are `pending`. The last run to end folds the journal into the inventory. Not
/// thread-safe; the tree's lock is the caller's (tree_lock.h).
class Ledger {
 public:
  Ledger() = default;
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// True when the records changed since Load; needs no lock.
  Result<bool> IsStale(Walk& walk) const;
  /// Reads what changed since the last call; writes nothing. Requires the tree's lock.
  Diagnostics Load(Walk& walk);

  const Inventory& inventory() const { return inventory_; }
  /// What the plane shows of an entry.
  Mark MarkOf(const Entry& entry) const;
  /// True when a run died that nobody has tidied up after.
  bool HasLeftovers() const;
  /// True when another run is under way.
  bool HasOtherRuns() const;
  /// True between Begin and End.
  bool has_begun() const { return own_run_ != 0; }

  /// The calls below require the tree's lock for writing.

  /// Begins this process's run, unless it has begun already: first restores what a dead run had
  /// promised when the machine lost power meanwhile.
  Diagnostics Begin(Walk& walk);
  /// Appends lines of this run; they count at once and are on disk after Sync. When it fails, none
  /// counts.
  Diagnostics Append(const Walk& walk, std::vector<JournalLine> lines);
  /// Needs no lock of this process: other threads may read meanwhile.
  Diagnostics Sync(const Walk& walk) const;
  /// Undoes the last Append, whose Sync failed.
  void TakeBack();
  /// The journal says more than was done: at the end of the run the files decide.
  void Doubt() { doubtful_ = true; }

  /// Paths in the journal; those of this run, or of all.
  std::set<std::string> Paths(bool all) const;
  /// Ends this run. When no other one is under way, what the journal promises is brought to disk
  /// and folded into the inventory, and the journal ends.
  Diagnostics End(Walk& walk);

 private:
  struct Run {
    std::int64_t process = 0;
    std::string boot;
    bool done = false;
    bool dead = false;
  };
  /// The last word of the journal on a file.
  struct Last {
    JournalLine::Kind kind = JournalLine::Kind::kSet;
    int run = 0;
    std::optional<Entry> removed;
  };

  void Forget();
  void Take(JournalLine line);
  Diagnostics ReadTail(Walk& walk);
  /// True when it found one that was not known to be dead.
  bool FindDeadRuns();
  void RestoreUnfinishedRemovals(Walk& walk);
  std::set<std::string> Folders() const;
  /// Removes what a run that was killed left half written, wherever the journal says it wrote.
  Diagnostics Sweep(Walk& walk) const;
  Diagnostics Redo(Walk& walk);
  Diagnostics RedoOne(Walk& walk, const JournalLine& line);
  bool Died(int run) const;
  /// Brings what the journal promises to disk, and what is staged of the records.
  Diagnostics SyncFiles(Walk& walk) const;
  Diagnostics Fold(Walk& walk);

  Inventory inventory_;
  std::map<int, Run> runs_;
  std::map<std::string, Last, std::less<>> files_;
  std::optional<Stamp> inventory_stamp_;
  ino_t journal_inode_ = 0;
  /// How far the journal is read, in bytes.
  off_t read_to_ = 0;
  off_t before_append_ = 0;
  bool doubtful_ = false;
  Fd journal_;
  Fd own_;
  int own_run_ = 0;
};

/// The processes that write the tree, for messages: ` (process 12, 34)` or nothing.
std::string DescribeWriters(Walk& walk);

}  // namespace mesh
