#include "planes/directory/batch.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/formats/yaml.h"
#include "core/kinds/kind.h"
#include "core/model/ownership.h"
#include "planes/directory/kustomization.h"
#include "planes/directory/object_file.h"
#include "planes/directory/spread.h"

namespace mesh {
namespace {

bool SameEntry(const Entry& a, const Entry& b) {
  return a.key == b.key && a.mark == b.mark && a.owned == b.owned;
}

}  // namespace

void Batch::Carry(const std::vector<Request*>& requests) {
  std::vector<Steps> all;
  for (Request* request : requests) {
    Steps& steps = all.emplace_back();
    for (std::size_t i = 0; i < request->changes->size(); ++i) {
      steps.push_back({&(*request->changes)[i], request->paths[i]});
    }
  }
  std::vector<Step*> by_path;
  for (Steps& steps : all) {
    for (Step& step : steps) by_path.push_back(&step);
  }
  std::ranges::sort(by_path, {}, &Step::path);
  const auto one_folder = [](const Step* a, const Step* b) {
    return FolderOf(a->path) == FolderOf(b->path);
  };
  {
    const std::lock_guard guard(mutex_);
    Diagnostics wrong = ledger_.Load(walk_);
    if (!HasErrors(wrong) && ledger_.HasLeftovers()) wrong = ledger_.Begin(walk_);
    if (HasErrors(wrong)) {
      Abandon(all, wrong);
    } else {
      Spread(walk_, by_path, one_folder, [this](Step* step, Walk& walk) { Prepare(*step, walk); });
      MakeRoom(by_path);
      for (Steps& steps : all) HoldDeletesAfterFailure(steps);
    }
  }
  if (Diagnostics wrong = Record(all); HasErrors(wrong)) Abandon(all, wrong);
  Spread(walk_, by_path, one_folder, [](Step* step, Walk& walk) { Place(*step, walk); });
  for (Steps& steps : all) {
    HoldDeletesAfterFailure(steps);
    for (Step& step : steps) {
      Remove(step);
      if (!step.result.done) HoldDeletesAfterFailure(steps);
    }
  }
  Undo(all);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    for (Step& step : all[i]) requests[i]->results.push_back(std::move(step.result));
  }
}

void Batch::Refuse(Step& step, Diagnostics why) {
  step.result.done = false;
  Append(step.result.diagnostics, std::move(why));
}

void Batch::HoldDeletesAfterFailure(Steps& steps) {
  const bool failed = std::ranges::any_of(steps, [](const Step& s) { return !s.result.done; });
  if (!failed) return;
  for (Step& step : steps) {
    if (!step.remove) continue;
    step.result.done = false;
    step.remove = false;
    step.line.reset();
  }
}

void Batch::Abandon(std::vector<Steps>& all, const Diagnostics& why) {
  for (Steps& steps : all) {
    bool said = false;
    for (Step& step : steps) {
      step.line.reset();
      step.recorded = false;
      step.remove = false;
      Refuse(step, said ? Diagnostics{} : why);
      said = true;
    }
  }
}

void Batch::Prepare(Step& step, Walk& walk) const {
  step.result.done = true;
  if (const std::string wrong = WrongName(step.change->key); !wrong.empty()) {
    return Refuse(step, {Error("Invalid name of an object", wrong)});
  }
  const Entry* entry = ledger_.inventory().Find(step.path);
  step.undo = {.kind = entry == nullptr ? JournalLine::Kind::kRelease : JournalLine::Kind::kSet,
               .path = step.path};
  if (entry != nullptr) step.undo->entry = *entry;
  if (step.change->kind == Change::Kind::kApply) return PrepareApply(step, entry, walk);
  PrepareLeave(step, entry, walk);
}

void Batch::PrepareApply(Step& step, const Entry* entry, Walk& walk) const {
  const Change& change = *step.change;
  auto file = ReadObjectFile(walk, step.path, change.key);
  if (!file) return Refuse(step, std::move(file.error()));
  const Value live = *file ? std::move((*file)->content) : Value();
  Value owned;
  if (entry != nullptr && !entry->owned.empty()) {
    if (auto mask = ReadJson(entry->owned, step.path)) owned = *std::move(mask);
  }
  Value merged = MergeOwned(live, change.content, owned, change.closed);
  for (const auto& path : change.remove) RemoveAt(merged, path);
  if (!*file || !(merged == live)) step.text = WriteYaml(merged);
  Entry wanted{change.key, change.mark, WriteJson(MaskOf(change.content, change.closed))};
  wanted.mark.created = !*file || (entry != nullptr && entry->mark.created);
  wanted.mark.pending = false;
  // A file that was removed by hand is written anew; the kustomization must list it again.
  if (step.text || entry == nullptr || ledger_.MarkOf(*entry).pending ||
      !SameEntry(*entry, wanted)) {
    step.line = {.kind = JournalLine::Kind::kSet,
                 .path = step.path,
                 .entry = std::move(wanted),
                 .text = step.text};
  }
}

void Batch::PrepareLeave(Step& step, const Entry* entry, Walk& walk) const {
  const Change& change = *step.change;
  if (entry != nullptr &&
      (entry->mark.owner != change.mark.owner || entry->mark.resource != change.mark.resource)) {
    step.result.diagnostics.push_back(
        Warning(change.key.kind + " " + change.key.name + " is left alone",
                walk.root() + "/" + step.path + " belongs to " + entry->mark.resource +
                    " of owner \"" + entry->mark.owner + "\" now."));
    return;
  }
  JournalLine line{.kind = JournalLine::Kind::kRelease, .path = step.path};
  if (change.kind == Change::Kind::kRelease) {
    if (entry != nullptr) step.line = std::move(line);
    return;
  }
  auto text = walk.Read(step.path);
  if (!text) return Refuse(step, std::move(text.error()));
  if (!*text && entry == nullptr) return;
  line.kind = JournalLine::Kind::kGone;
  if (entry != nullptr) line.entry = *entry;
  line.text = *std::move(text);
  step.line = std::move(line);
  step.remove = true;
}

/// A kustomization that cannot be merged at the end of the run is refused before anything changes.
Diagnostics Batch::CheckKustomization(const std::string& folder, Walk& walk) {
  const auto path = KustomizationOf(walk, folder);
  if (!path) return path.error();
  const auto text = walk.Read(*path);
  if (!text) return text.error();
  const auto merged = MergeKustomization(*text, {}, {}, walk.root() + "/" + *path);
  return merged ? Diagnostics{} : merged.error();
}

/// What can be refused before anything is recorded is refused here.
void Batch::MakeRoom(const std::vector<Step*>& by_path) {
  struct Room {
    std::string folder;
    Diagnostics wrong;
  };
  std::vector<Room> rooms;
  std::map<std::string, Diagnostics> clusters;
  for (const Step* step : by_path) {
    if (!step->result.done || !step->text) continue;
    std::string folder = FolderOf(step->path);
    if (rooms.empty() || rooms.back().folder != folder) rooms.push_back({std::move(folder), {}});
  }
  for (const Room& room : rooms) {
    const std::string cluster = FolderOf(room.folder);
    if (!clusters.contains(cluster)) clusters[cluster] = CheckKustomization(cluster, walk_);
  }
  Spread(
      walk_, rooms, [](const Room&, const Room&) { return false; },
      [&](Room& room, Walk& walk) {
        room.wrong = clusters.find(FolderOf(room.folder))->second;
        if (!HasErrors(room.wrong)) room.wrong = CheckKustomization(room.folder, walk);
        if (!HasErrors(room.wrong)) room.wrong = walk.MakeFolder(room.folder);
      });
  std::map<std::string, const Diagnostics*> refused;
  for (const Room& room : rooms) {
    if (HasErrors(room.wrong)) refused.emplace(room.folder, &room.wrong);
  }
  if (refused.empty()) return;
  for (Step* step : by_path) {
    const auto found = refused.find(FolderOf(step->path));
    if (found != refused.end() && step->result.done && step->text) Refuse(*step, *found->second);
  }
}

/// The journal comes first: whatever moment a crash picks, no file of ours is without its entry.
Diagnostics Batch::Record(std::vector<Steps>& all) {
  std::vector<JournalLine> lines;
  for (Steps& steps : all) {
    for (Step& step : steps) {
      if (!step.result.done || !step.line) continue;
      lines.push_back(*std::move(step.line));
      step.recorded = true;
    }
  }
  if (lines.empty()) return {};
  {
    const std::lock_guard guard(mutex_);
    if (Diagnostics wrong = ledger_.Begin(walk_); HasErrors(wrong)) return wrong;
    if (Diagnostics wrong = ledger_.Append(walk_, std::move(lines)); HasErrors(wrong)) return wrong;
  }
  Diagnostics wrong = ledger_.Sync(walk_);
  if (!HasErrors(wrong)) return {};
  const std::lock_guard guard(mutex_);
  ledger_.TakeBack();
  return wrong;
}

void Batch::Place(Step& step, Walk& walk) {
  if (!step.result.done || !step.text) return;
  Diagnostics wrong = walk.Write(step.path, *step.text, false);
  if (HasErrors(wrong)) Refuse(step, std::move(wrong));
}

void Batch::Remove(Step& step) {
  if (!step.result.done || !step.remove) return;
  Diagnostics wrong = walk_.Remove(step.path);
  if (HasErrors(wrong)) Refuse(step, std::move(wrong));
}

/// What could not be done after all is put right in the journal; should that fail, too, what is
/// there is found out from the disk at the end.
void Batch::Undo(std::vector<Steps>& all) {
  std::vector<JournalLine> lines;
  for (Steps& steps : all) {
    for (Step& step : steps) {
      if (step.recorded && !step.result.done) lines.push_back(*std::move(step.undo));
    }
  }
  if (lines.empty()) return;
  const std::lock_guard guard(mutex_);
  if (HasErrors(ledger_.Append(walk_, std::move(lines)))) ledger_.Doubt();
}

}  // namespace mesh
