#include "planes/memory/memory_plane.h"

#include <set>

#include "core/model/ownership.h"

namespace mesh {

Result<std::vector<std::optional<LiveObject>>> MemoryPlane::Read(
    const std::vector<ObjectKey>& keys) {
  const std::lock_guard lock(mutex_);
  std::vector<std::optional<LiveObject>> out;
  for (const ObjectKey& key : keys) {
    const auto found = objects.find(key.Identity());
    out.push_back(found == objects.end() ? std::nullopt : std::optional(found->second));
  }
  return out;
}

ChangeResult MemoryPlane::MakeOne(const Change& change) {
  const std::string identity = change.key.Identity();
  if (const auto failure = failures.find(identity); failure != failures.end()) {
    return {false, {Error("Cannot change " + identity, failure->second)}};
  }
  const auto found = objects.find(identity);
  if (auto made = late.extract(identity); !made.empty() && found == objects.end()) {
    objects.insert(std::move(made));
    return {false, {Error(identity + " was made by somebody else", "Nothing was written.")}, true};
  }
  if (change.kind == Change::Kind::kApply) {
    LiveObject& object = objects[identity];
    const bool existed = found != objects.end();
    Mark mark = change.mark;
    mark.created = !existed || (object.mark && object.mark->created);
    object.content = MergeOwned(object.content, change.content, object.owned, change.closed);
    for (const auto& path : change.remove) RemoveAt(object.content, path);
    object.mark = mark;
    object.owned = MaskOf(change.content, change.closed);
    return {true, {}};
  }
  if (found == objects.end()) return {true, {}};
  const auto& mark = found->second.mark;
  if (mark && (mark->owner != change.mark.owner || mark->resource != change.mark.resource)) {
    return {true, {Warning(identity + " is left alone", "It belongs to " + mark->resource + ".")}};
  }
  if (change.kind == Change::Kind::kDelete) {
    objects.erase(found);
  } else {
    found->second.mark.reset();
    found->second.owned = Value();
  }
  return {true, {}};
}

std::vector<ChangeResult> MemoryPlane::Make(const std::vector<Change>& changes) {
  const std::lock_guard lock(mutex_);
  std::vector<ChangeResult> out;
  bool failed = false;
  for (const Change& change : changes) {
    if (failed && change.kind == Change::Kind::kDelete) {
      out.push_back({});
      continue;
    }
    out.push_back(MakeOne(change));
    failed = failed || !out.back().done;
  }
  return out;
}

Result<std::vector<ObjectKey>> MemoryPlane::FindByResource(const std::string& resource) {
  const std::lock_guard lock(mutex_);
  std::set<ObjectKey> out;
  for (const auto& [identity, object] : objects) {
    if (!object.mark || object.mark->resource != resource) continue;
    if (const auto key = KeyOf(object.content)) out.insert(*key);
  }
  return std::vector(out.begin(), out.end());
}

Result<std::vector<std::string>> MemoryPlane::Resources(const std::string& prefix) {
  const std::lock_guard lock(mutex_);
  std::set<std::string> out;
  for (const auto& [identity, object] : objects) {
    if (object.mark && object.mark->resource.starts_with(prefix)) out.insert(object.mark->resource);
  }
  return std::vector(out.begin(), out.end());
}

}  // namespace mesh
