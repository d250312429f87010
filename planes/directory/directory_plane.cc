#include "planes/directory/directory_plane.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "core/formats/json.h"
#include "planes/directory/batch.h"
#include "planes/directory/kustomization.h"
#include "planes/directory/ledger.h"
#include "planes/directory/object_file.h"
#include "planes/directory/spread.h"
#include "planes/directory/tree_lock.h"
#include "planes/directory/tree_path.h"

namespace mesh {
namespace {

bool IsDelete(const Change& change) { return change.kind == Change::Kind::kDelete; }

/// How many of `paths`, from the first, are all different.
std::size_t WithoutRepetition(const std::vector<std::string>& paths) {
  std::set<std::string_view> seen;
  std::size_t n = 0;
  while (n < paths.size() && seen.insert(paths[n]).second) ++n;
  return n;
}

class DirectoryPlane final : public Plane {
 public:
  explicit DirectoryPlane(const DirectoryOptions& options)
      : root_(NormalRoot(options.root)),
        cluster_(EncodeComponent(options.cluster)),
        longest_wait_(options.longest_wait) {}

  ~DirectoryPlane() override { Finish(); }

  Capabilities capabilities() const override { return {"directory", false}; }

  Result<std::vector<std::optional<LiveObject>>> Read(const std::vector<ObjectKey>& keys) override;
  std::vector<ChangeResult> Make(const std::vector<Change>& changes) override;
  Result<std::vector<ObjectKey>> FindByResource(const std::string& resource) override;
  Result<std::vector<std::string>> Resources(const std::string& prefix) override;
  Diagnostics Finish() override;

 private:
  std::string PathFor(const ObjectKey& key) const {
    const TreePath path = PathOf(key);
    return cluster_ + "/" + path.folder + "/" + path.file;
  }
  /// Makes the ledger know what other processes wrote.
  Diagnostics LookAgain(Walk& walk);
  /// Calls `take` with every entry of this cluster.
  template <class F>
  Diagnostics EachEntry(F take);
  /// Waiting requests that can be carried out together, oldest first.
  std::vector<Request*> NextBatch();
  void Lead(const std::vector<Request*>& batch);
  std::vector<ChangeResult> MakeInParts(const std::vector<Change>& changes, std::size_t part);
  /// The disk may as well begin with many files before the run ends: then there is less to wait
  /// for.
  void SyncAhead() {
    ahead_ = std::jthread([this] { Walk(root_).SyncAll(); });
  }
  Diagnostics EndRun();

  const std::string root_;
  const std::string cluster_;
  const std::chrono::milliseconds longest_wait_;

  std::mutex ledger_mutex_;
  Ledger ledger_;

  /// One thread at a time leads: it carries out what all have asked for.
  std::mutex queue_mutex_;
  std::condition_variable changed_;
  std::deque<Request*> queue_;
  bool leading_ = false;
  std::jthread ahead_;
};

Diagnostics DirectoryPlane::LookAgain(Walk& walk) {
  {
    const std::lock_guard guard(ledger_mutex_);
    const auto stale = ledger_.IsStale(walk);
    if (!stale) return stale.error();
    if (!*stale) return {};
  }
  const auto lock = TreeLock::Take(walk, TreeLock::Mode::kRead, longest_wait_);
  if (!lock) return lock.error();
  const std::lock_guard guard(ledger_mutex_);
  return ledger_.Load(walk);
}

Result<std::vector<std::optional<LiveObject>>> DirectoryPlane::Read(
    const std::vector<ObjectKey>& keys) {
  Walk walk(root_);
  if (Diagnostics wrong = LookAgain(walk); HasErrors(wrong)) return tl::unexpected(wrong);
  std::vector<std::optional<LiveObject>> out(keys.size());
  // Neighbours share a folder, which is then opened once.
  std::vector<std::pair<std::string, std::size_t>> by_path;
  for (std::size_t i = 0; i < keys.size(); ++i) by_path.emplace_back(PathFor(keys[i]), i);
  std::ranges::sort(by_path);
  for (const auto& [path, i] : by_path) {
    auto file = ReadObjectFile(walk, path, keys[i]);
    if (!file) return tl::unexpected(file.error());
    if (!*file) continue;
    LiveObject live{std::move((*file)->content), {}, {}, (*file)->has_comments};
    const std::lock_guard guard(ledger_mutex_);
    if (const Entry* entry = ledger_.inventory().Find(path)) {
      live.mark = ledger_.MarkOf(*entry);
      if (auto owned = ReadJson(entry->owned, path)) live.owned = *std::move(owned);
    }
    out[i] = std::move(live);
  }
  return out;
}

std::vector<ChangeResult> DirectoryPlane::Make(const std::vector<Change>& changes) {
  if (changes.empty()) return {};
  Request request{.changes = &changes, .paths = {}, .results = {}};
  for (const Change& change : changes) request.paths.push_back(PathFor(change.key));
  if (const std::size_t part = WithoutRepetition(request.paths); part < changes.size()) {
    return MakeInParts(changes, part);
  }
  std::unique_lock lock(queue_mutex_);
  queue_.push_back(&request);
  while (!request.done) {
    if (leading_) {
      changed_.wait(lock);
      continue;
    }
    leading_ = true;
    const std::vector<Request*> batch = NextBatch();
    lock.unlock();
    Lead(batch);
    lock.lock();
    for (Request* each : batch) each->done = true;
    leading_ = false;
    changed_.notify_all();
  }
  return std::move(request.results);
}

/// One call may say several things about one file, one after the other.
std::vector<ChangeResult> DirectoryPlane::MakeInParts(const std::vector<Change>& changes,
                                                      std::size_t part) {
  const auto middle = changes.begin() + static_cast<std::ptrdiff_t>(part);
  std::vector<ChangeResult> out = Make({changes.begin(), middle});
  const bool failed = std::ranges::any_of(out, [](const ChangeResult& r) { return !r.done; });
  std::vector<Change> rest(middle, changes.end());
  if (failed) std::erase_if(rest, IsDelete);
  std::vector<ChangeResult> done = Make(rest);
  auto next = done.begin();
  for (auto change = middle; change != changes.end(); ++change) {
    out.push_back(failed && IsDelete(*change) ? ChangeResult{} : std::move(*next++));
  }
  return out;
}

std::vector<Request*> DirectoryPlane::NextBatch() {
  std::vector<Request*> out;
  std::set<std::string_view> paths;
  while (!queue_.empty()) {
    std::set<std::string_view> own;
    for (const std::string& path : queue_.front()->paths) own.insert(path);
    for (const std::string_view path : own) {
      if (paths.contains(path)) return out;
    }
    paths.merge(own);
    out.push_back(queue_.front());
    queue_.pop_front();
  }
  return out;
}

void DirectoryPlane::Lead(const std::vector<Request*>& batch) {
  Walk walk(root_);
  const auto lock = TreeLock::Take(walk, TreeLock::Mode::kWrite, longest_wait_);
  if (lock) {
    Batch(walk, ledger_, ledger_mutex_).Carry(batch);
    if (batch.front()->changes->size() >= kManyItems) SyncAhead();
    return;
  }
  for (Request* request : batch) {
    request->results.resize(request->changes->size());
    request->results.front().diagnostics = lock.error();
  }
}

template <class F>
Diagnostics DirectoryPlane::EachEntry(F take) {
  Walk walk(root_);
  if (Diagnostics wrong = LookAgain(walk); HasErrors(wrong)) return wrong;
  const std::lock_guard guard(ledger_mutex_);
  const auto& entries = ledger_.inventory().entries();
  const std::string prefix = cluster_ + "/";
  for (auto at = entries.lower_bound(prefix); at != entries.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    take(at->second);
  }
  return {};
}

Result<std::vector<ObjectKey>> DirectoryPlane::FindByResource(const std::string& resource) {
  std::set<ObjectKey> out;
  Diagnostics wrong = EachEntry([&](const Entry& entry) {
    if (entry.mark.resource == resource) out.insert(entry.key);
  });
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  return std::vector(out.begin(), out.end());
}

Result<std::vector<std::string>> DirectoryPlane::Resources(const std::string& prefix) {
  std::set<std::string> out;
  Diagnostics wrong = EachEntry([&](const Entry& entry) {
    if (entry.mark.resource.starts_with(prefix)) out.insert(entry.mark.resource);
  });
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  return std::vector(out.begin(), out.end());
}

Diagnostics DirectoryPlane::Finish() {
  std::unique_lock lock(queue_mutex_);
  changed_.wait(lock, [&] { return !leading_; });
  leading_ = true;
  lock.unlock();
  Diagnostics out = EndRun();
  ahead_ = {};  // waits for it: nothing of a run outlives its end
  lock.lock();
  leading_ = false;
  changed_.notify_all();
  return out;
}

Diagnostics DirectoryPlane::EndRun() {
  bool ours = false;
  {
    const std::lock_guard guard(ledger_mutex_);
    ours = ledger_.has_begun();
    if (!ours && !ledger_.HasLeftovers()) return {};
  }
  Walk walk(root_);
  Diagnostics wrong;
  if (const auto lock = TreeLock::Take(walk, TreeLock::Mode::kWrite, longest_wait_); !lock) {
    wrong = lock.error();
  } else {
    const std::lock_guard guard(ledger_mutex_);
    wrong = ledger_.Begin(walk);
    if (!HasErrors(wrong)) {
      const std::set<std::string> paths = ledger_.Paths(!ledger_.HasOtherRuns());
      if (paths.size() > kFewFiles && !ahead_.joinable()) SyncAhead();
      wrong = UpdateKustomizations(walk, paths);
    }
    if (!HasErrors(wrong)) wrong = ledger_.End(walk);
  }
  // Tidying up after another run is a courtesy: a run that only reads may not have the right to.
  return ours ? wrong : Diagnostics{};
}

}  // namespace

std::unique_ptr<Plane> OpenDirectory(DirectoryOptions options) {
  return std::make_unique<DirectoryPlane>(options);
}

}  // namespace mesh
