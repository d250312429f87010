#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "planes/directory/inventory.h"
#include "planes/directory/root.h"

namespace mesh {

/// Holds the tree's lock while it lives.
struct TreeLock {
  Fd file;
};

/// The inventory of a tree as all processes that write it see it: the file, this process's journal,
/// and the journals of others. Not thread-safe.
class Ledger {
 public:
  explicit Ledger(Root& root) : root_(root) {}
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// Reads what changed since the last call; writes nothing.
  Diagnostics Refresh();
  const Inventory& inventory() const { return inventory_; }

  /// Waits for the tree's lock, at most ten seconds; an error names the process that holds it.
  Result<TreeLock> Lock();

  /// The calls below require the lock.
  /// Makes the journal of this process when there is none yet, and folds those of dead ones.
  Diagnostics Begin();
  /// Records changed entries (nullopt: gone) in the journal, durably.
  Diagnostics Record(const std::map<std::string, std::optional<Entry>>& changes);
  /// Writes the inventory and ends the journal.
  Diagnostics Fold();
  /// Paths that dead runs left in journals: their kustomizations may be unfinished.
  /// True once after Begin found that a run had died.
  bool TakeCrashed() { return std::exchange(crashed_, false); }
  std::set<std::string> TakeRecovered() { return std::move(recovered_); }

 private:
  /// The processes that have journals, for messages.
  std::string Writers() const;
  Diagnostics ReadAll();
  Diagnostics WriteInventory();

  Root& root_;
  Inventory inventory_;
  std::map<std::string, Stamp> stamps_;
  std::string own_name_;
  Fd own_;
  std::set<std::string> dead_;
  std::set<std::string> recovered_;
  bool crashed_ = false;
};

}  // namespace mesh
