#include "planes/directory/directory_plane.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "core/formats/yaml.h"
#include "core/kinds/kind.h"
#include "core/model/ownership.h"
#include "planes/directory/kustomization.h"
#include "planes/directory/ledger.h"
#include "planes/directory/tree_path.h"

namespace mesh {
namespace {

constexpr char kKustomization[] = "kustomization.yaml";
/// Above this many files, one sync of the whole file system is cheaper than one a file.
constexpr std::size_t kFewFiles = 8;

struct File {
  Value content;
  bool has_comments = false;
};

/// One change on its way to the disk.
struct Step {
  const Change* change = nullptr;
  std::string path;
  /// What the file must contain; nullopt: the file goes, or stays as it is.
  std::optional<std::string> text = {};
  std::string staged = {};
  /// The inventory's new entry; absent when the inventory says the right thing already.
  std::optional<std::optional<Entry>> entry = {};
  bool remove = false;
  ChangeResult result = {};
};

class DirectoryPlane final : public Plane {
 public:
  explicit DirectoryPlane(DirectoryOptions options)
      : root_(std::move(options.root)),
        cluster_(EncodeComponent(options.cluster)),
        ledger_(root_) {}

  ~DirectoryPlane() override { Finish(); }

  Capabilities capabilities() const override { return {"directory", false}; }

  Result<std::vector<std::optional<LiveObject>>> Read(const std::vector<ObjectKey>& keys) override {
    const std::lock_guard lock(mutex_);
    if (Diagnostics wrong = ledger_.Refresh(); HasErrors(wrong)) return tl::unexpected(wrong);
    std::vector<std::optional<LiveObject>> out;
    out.reserve(keys.size());
    for (const ObjectKey& key : keys) {
      const std::string path = PathFor(key);
      auto file = ReadObject(path, key);
      if (!file) return tl::unexpected(file.error());
      if (!*file) {
        out.emplace_back();
        continue;
      }
      LiveObject live{std::move((*file)->content), {}, {}, (*file)->has_comments};
      if (const Entry* entry = ledger_.inventory().Find(path)) {
        live.mark = entry->mark;
        live.owned = entry->owned;
      }
      out.emplace_back(std::move(live));
    }
    return out;
  }

  std::vector<ChangeResult> Make(const std::vector<Change>& changes) override {
    const std::lock_guard lock(mutex_);
    std::vector<Step> steps;
    for (const Change& change : changes) steps.push_back({&change, PathFor(change.key)});
    if (!steps.empty()) {
      if (Diagnostics wrong = Carry(steps); HasErrors(wrong)) {
        for (const Step& step : steps) {
          if (!step.staged.empty()) root_.Remove(step.staged);
        }
        steps.front().result.diagnostics = std::move(wrong);
        for (Step& step : steps) step.result.done = false;
      }
    }
    std::vector<ChangeResult> out;
    for (Step& step : steps) out.push_back(std::move(step.result));
    return out;
  }

  Result<std::vector<ObjectKey>> FindByResource(const std::string& resource) override {
    const std::lock_guard lock(mutex_);
    if (Diagnostics wrong = ledger_.Refresh(); HasErrors(wrong)) return tl::unexpected(wrong);
    std::set<ObjectKey> out;
    for (const auto& [path, entry] : Ours()) {
      if (entry->mark.resource == resource) out.insert(entry->key);
    }
    return std::vector(out.begin(), out.end());
  }

  Result<std::vector<std::string>> Resources(const std::string& prefix) override {
    const std::lock_guard lock(mutex_);
    if (Diagnostics wrong = ledger_.Refresh(); HasErrors(wrong)) return tl::unexpected(wrong);
    std::set<std::string> out;
    for (const auto& [path, entry] : Ours()) {
      if (entry->mark.resource.starts_with(prefix)) out.insert(entry->mark.resource);
    }
    return std::vector(out.begin(), out.end());
  }

  Diagnostics Finish() override {
    const std::lock_guard lock(mutex_);
    if (touched_.empty()) return {};
    const auto lock_held = ledger_.Lock();
    if (!lock_held) return lock_held.error();
    if (Diagnostics wrong = MergeKustomizations(); HasErrors(wrong)) return wrong;
    touched_.clear();
    return ledger_.Fold();
  }

 private:
  std::string PathFor(const ObjectKey& key) const {
    const TreePath path = PathOf(key);
    return cluster_ + "/" + path.folder + "/" + path.file;
  }

  std::string Shown(const std::string& path) const { return root_.path() + "/" + path; }

  /// Entries of this cluster.
  std::vector<std::pair<std::string_view, const Entry*>> Ours() const {
    std::vector<std::pair<std::string_view, const Entry*>> out;
    const std::string prefix = cluster_ + "/";
    for (const auto& [path, entry] : ledger_.inventory().entries()) {
      if (path.starts_with(prefix)) out.emplace_back(path, &entry);
    }
    return out;
  }

  /// The object in a file; an error when the file holds anything but that one object.
  Result<std::optional<File>> ReadObject(const std::string& path, const ObjectKey& key) const {
    const auto text = root_.Read(path);
    if (!text) return tl::unexpected(text.error());
    if (!*text) return std::nullopt;
    auto documents = ReadYaml(**text, Shown(path));
    if (!documents) return tl::unexpected(documents.error());
    const auto found =
        documents->size() == 1 ? KeyOf(documents->front().value) : Result<ObjectKey>(ObjectKey{});
    if (!found || found->Identity() != key.Identity()) {
      return Fail("Unexpected content of " + Shown(path),
                  "The file must hold exactly one object, the " + key.kind + " " + key.name +
                      (key.name_space.empty() ? "" : " of namespace " + key.name_space) +
                      (documents->size() == 1
                           ? "; it holds another object"
                           : "; it holds " + std::to_string(documents->size()) + " documents") +
                      ". Correct the file, or remove it to have it written anew.");
    }
    return File{std::move(documents->front().value), documents->front().has_comments};
  }

  /// Everything a Make does, under the tree's lock: look, stage, journal, put in place, sync.
  Diagnostics Carry(std::vector<Step>& steps) {
    const auto lock = ledger_.Lock();
    if (!lock) return lock.error();
    if (Diagnostics wrong = ledger_.Begin(); HasErrors(wrong)) return wrong;
    if (ledger_.TakeCrashed()) Sweep();
    for (const std::string& path : ledger_.TakeRecovered()) touched_.insert(path);
    for (Step& step : steps) Prepare(step);
    HoldDeletesAfterFailure(steps);
    const bool few = steps.size() <= kFewFiles;
    for (Step& step : steps) StageStep(step, few);
    HoldDeletesAfterFailure(steps);
    if (!few) {
      if (Diagnostics wrong = root_.SyncAll(); HasErrors(wrong)) return wrong;
    }
    if (Diagnostics wrong = Journal(steps); HasErrors(wrong)) return wrong;
    for (Step& step : steps) Place(step);
    return Settle(steps, few);
  }

  /// Removes what a run that was killed had begun to write.
  void Sweep() {
    const auto folders = root_.List(cluster_);
    if (!folders) return;
    for (const std::string& folder : *folders) {
      const auto names = root_.List(cluster_ + "/" + folder);
      if (!names) continue;
      for (const std::string& name : *names) {
        if (name.ends_with(kStagedEnding)) root_.Remove(cluster_ + "/" + folder + "/" + name);
      }
    }
  }

  void Prepare(Step& step) {
    const Change& change = *step.change;
    step.result.done = true;
    if (const std::string wrong = WrongName(change.key); !wrong.empty()) {
      return Refuse(step, {Error("Invalid name of an object", wrong)});
    }
    const Entry* entry = ledger_.inventory().Find(step.path);
    if (change.kind == Change::Kind::kApply) return PrepareApply(step, entry);
    const bool foreign = entry != nullptr && (entry->mark.owner != change.mark.owner ||
                                              entry->mark.resource != change.mark.resource);
    if (foreign) {
      step.result.diagnostics.push_back(
          Warning(change.key.kind + " " + change.key.name + " is left alone",
                  Shown(step.path) + " belongs to " + entry->mark.resource + " of owner \"" +
                      entry->mark.owner + "\" now."));
      return;
    }
    if (entry != nullptr) step.entry.emplace(std::nullopt);
    step.remove = change.kind == Change::Kind::kDelete;
  }

  void PrepareApply(Step& step, const Entry* entry) {
    const Change& change = *step.change;
    auto file = ReadObject(step.path, change.key);
    if (!file) return Refuse(step, std::move(file.error()));
    const Value live = *file ? (*file)->content : Value();
    Value merged =
        MergeOwned(live, change.content, entry != nullptr ? entry->owned : Value(), change.closed);
    for (const auto& path : change.remove) RemoveAt(merged, path);
    if (!*file || !(merged == live)) step.text = WriteYaml(merged);
    Entry wanted{change.key, change.mark, MaskOf(change.content, change.closed)};
    wanted.mark.created = !*file || (entry != nullptr && entry->mark.created);
    wanted.mark.pending = false;
    const bool known = entry != nullptr && entry->mark == wanted.mark &&
                       entry->owned == wanted.owned && entry->key == wanted.key;
    if (!known) step.entry.emplace(std::move(wanted));
  }

  static void Refuse(Step& step, Diagnostics why) {
    step.result.done = false;
    Append(step.result.diagnostics, std::move(why));
  }

  static void HoldDeletesAfterFailure(std::vector<Step>& steps) {
    bool failed = false;
    for (Step& step : steps) {
      failed = failed || !step.result.done;
      if (failed && step.remove) {
        step.result.done = false;
        step.remove = false;
        step.entry.reset();
      }
    }
  }

  void StageStep(Step& step, bool sync) {
    if (!step.result.done || !step.text) return;
    const std::string folder = step.path.substr(0, step.path.rfind('/'));
    if (Diagnostics wrong = CheckKustomization(folder); HasErrors(wrong)) {
      return Refuse(step, std::move(wrong));
    }
    if (Diagnostics wrong = root_.MakeFolder(folder); HasErrors(wrong)) {
      return Refuse(step, std::move(wrong));
    }
    auto staged = root_.Stage(step.path, *step.text, sync);
    if (!staged) return Refuse(step, std::move(staged.error()));
    step.staged = std::move(*staged);
  }

  /// A kustomization that cannot be merged at the end of the run is refused before anything
  /// changes.
  Diagnostics CheckKustomization(const std::string& folder) {
    if (checked_.contains(folder)) return {};
    const std::string path = folder + "/" + kKustomization;
    const auto text = root_.Read(path);
    if (!text) return text.error();
    const auto merged = MergeKustomization(*text, {}, {}, Shown(path));
    if (!merged) return merged.error();
    checked_.insert(folder);
    return {};
  }

  /// Deletions are journalled after the file is gone, everything else before it appears: whatever
  /// moment a crash picks, no file of ours is without its entry.
  Diagnostics Journal(std::vector<Step>& steps) {
    std::map<std::string, std::optional<Entry>> records;
    for (const Step& step : steps) {
      if (step.result.done && step.entry && !step.remove) records.emplace(step.path, *step.entry);
    }
    return records.empty() ? Diagnostics{} : ledger_.Record(records);
  }

  void Place(Step& step) {
    if (!step.result.done) return;
    Diagnostics wrong;
    if (!step.staged.empty()) wrong = root_.Commit(step.staged, step.path);
    if (step.remove) wrong = root_.Remove(step.path);
    if (HasErrors(wrong)) Refuse(step, std::move(wrong));
  }

  Diagnostics Settle(const std::vector<Step>& steps, bool few) {
    std::map<std::string, std::optional<Entry>> gone;
    std::set<std::string> folders;
    for (const Step& step : steps) {
      if (!step.result.done) continue;
      if (step.entry || !step.staged.empty() || step.remove) touched_.insert(step.path);
      if (step.remove && step.entry) gone.emplace(step.path, std::nullopt);
      if (!step.staged.empty() || step.remove) {
        folders.insert(step.path.substr(0, step.path.rfind('/')));
      }
    }
    if (!gone.empty()) {
      if (Diagnostics wrong = ledger_.Record(gone); HasErrors(wrong)) return wrong;
    }
    if (!few) return root_.SyncAll();
    for (const std::string& folder : folders) {
      if (Diagnostics wrong = root_.SyncFolder(folder); HasErrors(wrong)) return wrong;
    }
    return {};
  }

  /// Lists what this run wrote in the kustomization of its folder, and the folder in the cluster's.
  Diagnostics MergeKustomizations() {
    std::map<std::string, std::pair<std::set<std::string>, std::set<std::string>>> folders;
    for (const std::string& path : touched_) {
      const std::size_t slash = path.rfind('/');
      const auto there = root_.StampOf(path);
      const bool present = there && *there;
      auto& [names, absent] = folders[path.substr(0, slash)];
      (present ? names : absent).insert(path.substr(slash + 1));
    }
    std::map<std::string, std::pair<std::set<std::string>, std::set<std::string>>> clusters;
    for (const auto& [folder, names] : folders) {
      const auto left = MergeOne(folder, names.first, names.second);
      if (!left) return left.error();
      const std::size_t slash = folder.rfind('/');
      auto& [present, absent] = clusters[folder.substr(0, slash)];
      (*left ? present : absent).insert(folder.substr(slash + 1));
    }
    for (const auto& [cluster, names] : clusters) {
      const auto left = MergeOne(cluster, names.first, names.second);
      if (!left) return left.error();
    }
    return root_.SyncAll();
  }

  /// False when the folder's kustomization is gone, because nothing is left to list.
  Result<bool> MergeOne(const std::string& folder, const std::set<std::string>& present,
                        const std::set<std::string>& absent) {
    const std::string path = folder + "/" + kKustomization;
    const auto text = root_.Read(path);
    if (!text) return tl::unexpected(text.error());
    const auto merged = MergeKustomization(*text, present, absent, Shown(path));
    if (!merged) return tl::unexpected(merged.error());
    if (!*merged) {
      if (Diagnostics wrong = root_.Remove(path); HasErrors(wrong)) return tl::unexpected(wrong);
      root_.RemoveFolderIfEmpty(folder);
      return false;
    }
    if (**merged == text->value_or("")) return true;
    const auto staged = root_.Stage(path, **merged, false);
    if (!staged) return tl::unexpected(staged.error());
    if (Diagnostics wrong = root_.Commit(*staged, path); HasErrors(wrong)) {
      return tl::unexpected(wrong);
    }
    return true;
  }

  std::mutex mutex_;
  Root root_;
  const std::string cluster_;
  Ledger ledger_;
  /// Files whose kustomizations Finish must look at.
  std::set<std::string> touched_;
  /// Folders whose kustomization was found to be readable.
  std::set<std::string> checked_;
};

}  // namespace

std::unique_ptr<Plane> OpenDirectory(DirectoryOptions options) {
  return std::make_unique<DirectoryPlane>(std::move(options));
}

}  // namespace mesh
