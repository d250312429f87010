#include <set>

#include "planes/directory/ledger.h"

namespace mesh {

/// A host that dies while this works has not written its state: until the very last step the run
/// counts as one that never ended.
Diagnostics Ledger::End(Walk& walk) {
  Diagnostics wrong;
  if (!HasOtherRuns()) {
    wrong = Fold(walk);
  } else if (own_run_ != 0) {
    wrong = Append(walk, {{.kind = JournalLine::Kind::kDone}});
    if (HasErrors(wrong)) return wrong;
    wrong = Sync(walk);
  }
  own_ = Fd();
  own_run_ = 0;
  return wrong;
}

Diagnostics Ledger::SyncFiles(Walk& walk) const {
  if (files_.size() > kFewFiles) return walk.SyncAll();
  for (const auto& [path, last] : files_) {
    if (Diagnostics wrong = walk.SyncFile(path); HasErrors(wrong)) return wrong;
  }
  const std::string staged = std::string(kRecords) + "/" + kStaged;
  if (Diagnostics wrong = walk.SyncFile(staged); HasErrors(wrong)) return wrong;
  std::set<std::string> folders = Folders();
  folders.insert("");
  for (const std::string& folder : folders) {
    if (Diagnostics wrong = walk.SyncFolder(folder); HasErrors(wrong)) return wrong;
  }
  return {};
}

Diagnostics Ledger::Fold(Walk& walk) {
  // A change that was recorded and never made leaves no file.
  for (const auto& [path, last] : files_) {
    if (!doubtful_ && !Died(last.run)) continue;
    const auto there = walk.StampOf(path);
    if (there && !*there) inventory_.Erase(path);
  }
  const std::string text = inventory_.Write([&](const Entry& e) { return MarkOf(e).pending; });
  const auto before = walk.Read(kInventory);
  if (!before) return before.error();
  const bool differs = !text.empty() && text != before->value_or("");
  if (differs) {
    if (Diagnostics wrong = walk.Stage(kInventory, text); HasErrors(wrong)) return wrong;
  }
  // One wait for the disk serves the files and the inventory, which counts only afterwards.
  if (Diagnostics wrong = SyncFiles(walk); HasErrors(wrong)) return wrong;
  Diagnostics wrong;
  if (differs) wrong = walk.Publish(kInventory);
  if (text.empty()) wrong = walk.Remove(kInventory);
  if (HasErrors(wrong)) return wrong;
  Forget();
  inventory_stamp_ = Stamp{};
  if (wrong = walk.Remove(kJournal); HasErrors(wrong)) return wrong;
  return walk.SyncFolder(kRecords);
}

}  // namespace mesh
