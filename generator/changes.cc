#include "generator/changes.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/formats/json.h"
#include "core/kinds/kind.h"
#include "core/model/ownership.h"
#include "core/render/removal.h"

namespace mesh::generator {
namespace {

using Effect = PlannedChange::Effect;

std::string Name(const ObjectKey& key) {
  return key.kind + " " + (key.name_space.empty() ? "" : key.name_space + "/") + key.name;
}

/// A wanted object and the resource that wants it.
struct Wanted {
  RenderedResource* resource;
  RenderedObject* object;
};

/// All objects in apply order over all resources.
std::vector<Wanted> InApplyOrder(const std::vector<RenderedResource*>& resources) {
  std::vector<std::pair<int, Wanted>> ranked;
  for (RenderedResource* resource : resources) {
    for (RenderedObject& object : resource->rendered.objects) {
      ranked.emplace_back(FactsOf(object.key).rank, Wanted{resource, &object});
    }
  }
  std::ranges::stable_sort(ranked, {}, [](const auto& entry) { return entry.first; });
  std::vector<Wanted> out;
  out.reserve(ranked.size());
  for (const auto& [rank, wanted] : ranked) out.push_back(wanted);
  return out;
}

bool Has(const Value& object, const std::vector<std::string>& path) {
  const Value* at = &object;
  for (const std::string& step : path) at = &at->Get(step);
  return !at->is_null();
}

/// Errors for fields that contradict the wanted object and that a write of it (`merged`) would
/// leave there: those that somebody else set.
Diagnostics JudgeForbidden(const Wanted& wanted, const Value& merged) {
  Diagnostics out;
  if (wanted.object->take_over) return out;
  for (const Forbidden& forbidden : wanted.object->forbidden) {
    const Value* at = &merged;
    std::string path;
    for (const std::string& step : forbidden.path) {
      at = &at->Get(step);
      path += (path.empty() ? "" : ".") + step;
    }
    if (at->is_null() || (!forbidden.value.is_null() && !(forbidden.value == *at))) continue;
    out.push_back(Error("Contradicting field on " + Name(wanted.object->key),
                        "It carries " + path + " = " + WriteJson(*at) + ", set by somebody else. " +
                            forbidden.why +
                            " Remove it there, or set take_over_labels: true to have it removed.",
                        wanted.resource->stated->path));
  }
  return out;
}

/// May this owner write an object that lives already?
Diagnostics JudgeExisting(const Wanted& wanted, const LiveObject& live, const std::string& owner) {
  if (live.mark && live.mark->owner == owner) return {};
  const Attr<bool>& adopt = wanted.resource->common.adopt;
  const Path& path = wanted.resource->stated->path;
  const std::string name = Name(wanted.object->key);
  if (live.mark) {
    const std::string holder = live.mark->resource + " of owner \"" + live.mark->owner + "\"";
    if (adopt.value_or(false)) {
      return {Warning(name + " is taken over",
                      "It was managed by " + holder + ". `adopt: true` moves it here.", path)};
    }
    return {Error(name + " is managed already",
                  "It carries the mark of " + holder +
                      ". Change the name here or remove it there first; `adopt: true` takes it "
                      "over.",
                  path)};
  }
  if (adopt.is_known() && !*adopt) {
    return {Error(name + " exists already",
                  "Nobody of ours manages it, and `adopt` is false. Remove it, or allow its "
                  "adoption by leaving `adopt` out.",
                  path)};
  }
  return {Warning(name + " exists and is adopted",
                  "Our fields are written into it, everything else in it stays as it is. Because "
                  "it was not created here, it is deleted only with on_destroy: delete.",
                  path)};
}

/// True when writing the wanted object would change the live one or our record of it.
bool Changes(const Wanted& wanted, const LiveObject& live, const Value& merged, const Mark& mark) {
  const RenderedObject& object = *wanted.object;
  if (!live.mark || live.mark->owner != mark.owner || live.mark->resource != mark.resource ||
      live.mark->pending) {
    return true;
  }
  if (!(live.owned == MaskOf(object.content, object.closed))) return true;
  if (object.take_over && std::ranges::any_of(object.forbidden, [&](const Forbidden& f) {
        return Has(live.content, f.path);
      })) {
    return true;
  }
  return !(merged == live.content);
}

Change Write(const Wanted& wanted, Mark mark) {
  RenderedObject& object = *wanted.object;
  Change out{.key = object.key, .closed = object.closed, .mark = std::move(mark)};
  if (object.take_over) {
    for (const Forbidden& forbidden : object.forbidden) out.remove.push_back(forbidden.path);
  }
  out.content = std::move(object.content);
  return out;
}

void PlanWrites(const std::vector<Wanted>& wanted, const PlanOptions& options, Plane& plane,
                ClusterPlan& out) {
  std::vector<ObjectKey> keys;
  keys.reserve(wanted.size());
  for (const Wanted& one : wanted) keys.push_back(one.object->key);
  const auto live = plane.Read(keys);
  if (!live) return Append(out.diagnostics, live.error());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    Mark mark{options.owner, wanted[i].resource->mark, true, false};
    if (!(*live)[i]) {
      out.changes.push_back({Effect::kCreate, Write(wanted[i], std::move(mark))});
      continue;
    }
    const LiveObject& object = *(*live)[i];
    const RenderedObject& ours = *wanted[i].object;
    const Value merged = MergeOwned(object.content, ours.content, object.owned, ours.closed);
    Append(out.diagnostics, JudgeForbidden(wanted[i], merged));
    Append(out.diagnostics, JudgeExisting(wanted[i], object, options.owner));
    if (!Changes(wanted[i], object, merged, mark)) {
      ++out.unchanged;
      continue;
    }
    if (object.has_comments) {
      out.diagnostics.push_back(
          Warning("Comments in the file of " + Name(keys[i]) + " will be lost",
                  "The file has to change, and it is written anew from its data. Everything that "
                  "others added as data stays; comments do not.",
                  wanted[i].resource->stated->path));
    }
    const Effect effect = object.mark ? Effect::kUpdate : Effect::kAdopt;
    out.changes.push_back({effect, Write(wanted[i], std::move(mark))});
  }
}

/// Objects with one mark of ours that nobody renders any more.
struct Leavers {
  std::map<ObjectKey, Value> objects;
  std::set<ObjectKey> adopted;
  std::set<ObjectKey> closed;
};

Result<Leavers> FindLeavers(const std::string& mark, const std::unordered_set<std::string>& wanted,
                            const std::string& owner, Plane& plane) {
  auto keys = plane.FindByResource(mark);
  if (!keys) return tl::unexpected(keys.error());
  std::erase_if(*keys, [&](const ObjectKey& key) { return wanted.contains(key.Identity()); });
  Leavers out;
  if (keys->empty()) return out;
  auto live = plane.Read(*keys);
  if (!live) return tl::unexpected(live.error());
  for (std::size_t i = 0; i < keys->size(); ++i) {
    auto& object = (*live)[i];
    // The file of an object may be gone while the record of it is not: then only that has to go.
    if (object && (!object->mark || object->mark->owner != owner)) continue;
    if (object && !object->mark->created) out.adopted.insert((*keys)[i]);
    // A closed object's spec was written, and is owned, as one.
    if (object && object->owned.Get("spec").is_bool()) out.closed.insert((*keys)[i]);
    out.objects.emplace((*keys)[i], object ? std::move(object->content) : Value());
  }
  return out;
}

/// What destroying does, for a resource that is in the file, or for one that left it.
struct Destruction {
  bool destroyed = false;
  bool keeps = false;
  /// Said in as many words, so that adopted objects go, too.
  bool says_delete = false;
};

Destruction DestructionOf(const std::string& mark, const RenderedResource* stated,
                          const std::vector<ResourceDefinition>& definitions,
                          const PlanOptions& options) {
  if (stated != nullptr) {
    const std::string said = stated->common.on_destroy.value_or("");
    return {false, said.empty() ? stated->stated->definition->keeps_by_default : said == "keep",
            said == "delete"};
  }
  if (options.orphans != Orphans::kByType) {
    const bool deletes = options.orphans == Orphans::kDelete;
    return {true, !deletes, deletes};
  }
  for (const ResourceDefinition& definition : definitions) {
    if (mark.starts_with("mesh_" + definition.name + "/")) {
      return {true, definition.keeps_by_default, false};
    }
  }
  return {true, true, false};
}

void PlanLeavers(const std::string& mark, const Destruction& why, const Leavers& leavers,
                 const PlanOptions& options, ClusterPlan& out) {
  const Removal removal = SplitLeaving(
      leavers.objects, {.destroyed = why.destroyed, .keeps = why.keeps}, leavers.closed);
  const auto change = [&](Change::Kind kind, const ObjectKey& key) {
    out.changes.push_back(
        {kind == Change::Kind::kDelete ? Effect::kDelete : Effect::kRelease,
         Change{.kind = kind, .key = key, .mark = {options.owner, mark, true, false}}});
  };
  for (const ObjectKey& key : removal.kept) change(Change::Kind::kRelease, key);
  if (!removal.kept.empty()) {
    std::string names;
    for (const std::string& name : NamespacesIn(leavers.objects)) {
      names += (names.empty() ? "" : ", ") + name;
    }
    out.diagnostics.push_back(Warning(
        mark + (why.destroyed ? " is removed" : " gives up a namespace") + ", its objects are kept",
        std::to_string(removal.kept.size()) +
            (removal.kept.size() == 1 ? " object stays" : " objects stay") + " exactly as now" +
            (names.empty() ? "" : " (namespaces: " + names + ", fences included)") +
            "; only our record of owning them goes. " +
            (why.destroyed ? "Use --orphans delete to delete them instead."
                           : "Set on_destroy: delete to delete them instead.")));
  }
  for (const ObjectKey& key : removal.deleted) {
    const bool stays = leavers.adopted.contains(key) && !why.says_delete;
    if (stays) {
      out.diagnostics.push_back(Warning(Name(key) + " stays: it was not created here",
                                        "It existed before and was adopted, so it is left as it "
                                        "is."));
    }
    change(stays ? Change::Kind::kRelease : Change::Kind::kDelete, key);
  }
}

}  // namespace

ClusterPlan PlanCluster(const std::string& cluster, std::vector<RenderedResource*> resources,
                        const std::vector<ResourceDefinition>& definitions,
                        const PlanOptions& options, Plane& plane) {
  ClusterPlan out{cluster, {}, 0, {}};
  const std::vector<Wanted> wanted = InApplyOrder(resources);
  std::unordered_set<std::string> identities;
  for (const Wanted& one : wanted) identities.insert(one.object->key.Identity());
  PlanWrites(wanted, options, plane, out);
  if (HasErrors(out.diagnostics)) return out;

  std::map<std::string, const RenderedResource*> by_mark;
  for (const RenderedResource* resource : resources) by_mark.emplace(resource->mark, resource);
  const auto marks = plane.Resources("");
  if (!marks) {
    Append(out.diagnostics, marks.error());
    return out;
  }
  for (const std::string& mark : *marks) {
    const auto leavers = FindLeavers(mark, identities, options.owner, plane);
    if (!leavers) {
      Append(out.diagnostics, leavers.error());
      return out;
    }
    if (leavers->objects.empty()) continue;
    const auto stated = by_mark.find(mark);
    PlanLeavers(mark,
                DestructionOf(mark, stated == by_mark.end() ? nullptr : stated->second, definitions,
                              options),
                *leavers, options, out);
  }
  return out;
}

}  // namespace mesh::generator
