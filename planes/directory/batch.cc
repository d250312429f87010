#include "planes/directory/batch.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/formats/yaml.h"
#include "core/kinds/kind.h"
#include "core/model/ownership.h"
#include "planes/directory/kustomization.h"
#include "planes/directory/object_file.h"

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
  {
    const std::lock_guard guard(mutex_);
    Diagnostics wrong = ledger_.Load(walk_);
    if (!HasErrors(wrong) && ledger_.HasLeftovers()) wrong = ledger_.Begin(walk_);
    if (HasErrors(wrong)) {
      Abandon(all, wrong);
    } else {
      for (Steps& steps : all) {
        for (Step& step : steps) Prepare(step);
        HoldDeletesAfterFailure(steps);
        for (Step& step : steps) MakeRoom(step);
        HoldDeletesAfterFailure(steps);
      }
    }
  }
  if (Diagnostics wrong = Record(all); HasErrors(wrong)) Abandon(all, wrong);
  for (Steps& steps : all) {
    for (Step& step : steps) {
      Place(step);
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

void Batch::Prepare(Step& step) {
  step.result.done = true;
  if (const std::string wrong = WrongName(step.change->key); !wrong.empty()) {
    return Refuse(step, {Error("Invalid name of an object", wrong)});
  }
  const Entry* entry = ledger_.inventory().Find(step.path);
  step.undo = {.kind = entry == nullptr ? JournalLine::Kind::kRelease : JournalLine::Kind::kSet,
               .path = step.path};
  if (entry != nullptr) step.undo->entry = *entry;
  if (step.change->kind == Change::Kind::kApply) return PrepareApply(step, entry);
  PrepareLeave(step, entry);
}

void Batch::PrepareApply(Step& step, const Entry* entry) {
  const Change& change = *step.change;
  auto file = ReadObjectFile(walk_, step.path, change.key);
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

void Batch::PrepareLeave(Step& step, const Entry* entry) {
  const Change& change = *step.change;
  if (entry != nullptr &&
      (entry->mark.owner != change.mark.owner || entry->mark.resource != change.mark.resource)) {
    step.result.diagnostics.push_back(
        Warning(change.key.kind + " " + change.key.name + " is left alone",
                walk_.root() + "/" + step.path + " belongs to " + entry->mark.resource +
                    " of owner \"" + entry->mark.owner + "\" now."));
    return;
  }
  JournalLine line{.kind = JournalLine::Kind::kRelease, .path = step.path};
  if (change.kind == Change::Kind::kRelease) {
    if (entry != nullptr) step.line = std::move(line);
    return;
  }
  auto text = walk_.Read(step.path);
  if (!text) return Refuse(step, std::move(text.error()));
  if (!*text && entry == nullptr) return;
  line.kind = JournalLine::Kind::kGone;
  if (entry != nullptr) line.entry = *entry;
  line.text = *std::move(text);
  step.line = std::move(line);
  step.remove = true;
}

/// A kustomization that cannot be merged at the end of the run is refused before anything changes.
Diagnostics Batch::CheckKustomization(const std::string& folder) {
  if (checked_.contains(folder)) return {};
  const auto path = KustomizationOf(walk_, folder);
  if (!path) return path.error();
  const auto text = walk_.Read(*path);
  if (!text) return text.error();
  const auto merged = MergeKustomization(*text, {}, {}, walk_.root() + "/" + *path);
  if (!merged) return merged.error();
  checked_.insert(folder);
  return {};
}

/// What can be refused before anything is recorded is refused here.
void Batch::MakeRoom(Step& step) {
  if (!step.result.done || !step.text) return;
  const std::string folder = FolderOf(step.path);
  for (const std::string& each : {FolderOf(folder), folder}) {
    if (Diagnostics wrong = CheckKustomization(each); HasErrors(wrong)) {
      return Refuse(step, std::move(wrong));
    }
  }
  if (Diagnostics wrong = walk_.MakeFolder(folder); HasErrors(wrong)) {
    Refuse(step, std::move(wrong));
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

void Batch::Place(Step& step) {
  if (!step.result.done) return;
  Diagnostics wrong;
  if (step.text) wrong = walk_.Write(step.path, *step.text, false);
  if (step.remove) wrong = walk_.Remove(step.path);
  if (HasErrors(wrong)) Refuse(step, std::move(wrong));
}

/// What could not be done after all is put right in the journal; should that fail, too, the disk is
/// in a state that the next run finds out about.
void Batch::Undo(std::vector<Steps>& all) {
  std::vector<JournalLine> lines;
  for (Steps& steps : all) {
    for (Step& step : steps) {
      if (step.recorded && !step.result.done) lines.push_back(*std::move(step.undo));
    }
  }
  if (lines.empty()) return;
  const std::lock_guard guard(mutex_);
  ledger_.Append(walk_, std::move(lines));
}

}  // namespace mesh
