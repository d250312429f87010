#include <algorithm>
#include <set>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "provider/engine/live.h"
#include "provider/engine/removal.h"
#include "provider/engine/writes.h"

namespace mesh::engine {
namespace {

/// One apply on its way: what it knows, and what it has found so far.
struct Run {
  const ServedResource& resource;
  Session& session;
  const Value& prior;
  Plane* plane = nullptr;
  std::string cluster;
  Mark mark;
  PrivateData private_data;
  Diagnostics diagnostics;
};

std::set<ObjectKey> ClosedKeys(const PrivateData& private_data) {
  std::set<ObjectKey> out;
  for (const std::string& text : private_data.closed) {
    if (const auto key = ObjectKey::Parse(text)) out.insert(*key);
  }
  return out;
}

/// Fills in plane, cluster and mark from a state or plan; an error when the plane cannot be had.
Diagnostics Locate(Run& run, const Value& object) {
  const Common common = CommonOf(object);
  run.cluster = *common.cluster;
  const auto plane = run.session.PlaneOf(run.cluster);
  if (!plane) return plane.error();
  if (*plane == nullptr) {
    return {
        Error("The provider's settings are not known",
              "Applying needs the provider's owner, directory and clusters, and one of them is "
              "still unknown. Give them values that are known before this resource is applied.")};
  }
  run.plane = *plane;
  run.mark = {run.session.owner(),
              ResourceMark(run.resource.definition, run.cluster,
                           run.resource.definition.display_name(object).value_or("")),
              true, false};
  return {};
}

/// Deletions and releases for `removal`. What was adopted, or carries no mark of ours, is deleted
/// only when the state says so in as many words.
Result<std::vector<Change>> RemovalChanges(Run& run, const Removal& removal) {
  const bool explicit_delete = run.prior.Get("on_destroy").StringOr("") == "delete";
  const auto live = run.plane->Read(removal.deleted);
  if (!live) return tl::unexpected(live.error());
  std::vector<Change> out;
  for (const ObjectKey& key : removal.kept) {
    out.push_back({.kind = Change::Kind::kRelease, .key = key, .mark = run.mark});
  }
  for (std::size_t i = 0; i < removal.deleted.size(); ++i) {
    const ObjectKey& key = removal.deleted[i];
    if (run.session.WrittenByOther(run.cluster, key, run.private_data.nonce)) continue;
    const auto& object = (*live)[i];
    const bool created = !object || (object->mark && object->mark->created);
    if (!created && !explicit_delete) {
      run.diagnostics.push_back(
          Warning(key.kind + " " + key.name + " stays: it was not created here",
                  "It existed before and was adopted, so it is left as it is. Apply on_destroy = "
                  "\"delete\" first where it should be deleted too."));
      out.push_back({.kind = Change::Kind::kRelease, .key = key, .mark = run.mark});
      continue;
    }
    out.push_back({.kind = Change::Kind::kDelete, .key = key, .mark = run.mark});
  }
  return out;
}

ApplyAnswer Destroy(Run& run) {
  ApplyAnswer out{run.prior, run.private_data.Write(), {}};
  const Removal removal = Split(run.resource, run.prior, Value(), ClosedKeys(run.private_data));
  const auto changes = RemovalChanges(run, removal);
  Append(out.diagnostics, run.diagnostics);
  if (!changes) {
    Append(out.diagnostics, changes.error());
    return out;
  }
  const std::vector<ChangeResult> results = run.plane->Make(*changes);
  Value left = run.prior.Get(kManifests);
  bool all = true;
  for (std::size_t i = 0; i < results.size(); ++i) {
    Append(out.diagnostics, results[i].diagnostics);
    all = all && results[i].done;
    if (results[i].done && left.is_map()) left.as_map().erase((*changes)[i].key.ToString());
  }
  if (all) {
    out.state = Value();
  } else {
    out.state.Set(kManifests, std::move(left));
  }
  return out;
}

/// Looks at the live objects once more before writing: what is not ours and may not be adopted, and
/// labels that contradict, stop the whole resource before anything changes.
Diagnostics Precheck(const Run& run, const std::vector<const RenderedObject*>& dirty,
                     const Value& planned) {
  std::vector<ObjectKey> keys;
  for (const RenderedObject* object : dirty) keys.push_back(object->key);
  const auto live = run.plane->ReadAnew(keys);
  if (!live) return live.error();
  std::set<std::string> ours;
  for (const auto& [key, content] : OwnedObjects(run.prior)) ours.insert(key.Identity());
  for (const std::string& text : run.private_data.replacing) {
    if (const auto key = ObjectKey::Parse(text)) ours.insert(key->Identity());
  }
  const Newcomer who{run.mark.owner, run.mark.resource, CommonOf(planned)};
  Diagnostics out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!(*live)[i]) continue;
    Diagnostics found = JudgeForbidden(*dirty[i], *(*live)[i], true);
    if (!ours.contains(keys[i].Identity())) {
      Append(found, JudgeExisting(who, keys[i], *(*live)[i], *run.plane));
    }
    Append(out, std::move(found));
  }
  return out;
}

Diagnostics ErrorsOf(const Diagnostics& diagnostics) {
  Diagnostics out;
  std::ranges::copy_if(diagnostics, std::back_inserter(out),
                       [](const Diagnostic& d) { return d.severity == Severity::kError; });
  return out;
}

/// Makes the changes. An object that somebody made after it was looked for is judged as if it had
/// been seen at once: it is adopted with a warning, or an error says whose it is.
std::vector<ChangeResult> Make(const Run& run, const std::vector<const RenderedObject*>& dirty,
                               const Value& planned, const std::vector<Change>& changes) {
  std::vector<ChangeResult> out = run.plane->Make(changes);
  std::set<ObjectKey> appeared;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].appeared) appeared.insert(changes[i].key);
  }
  if (appeared.empty()) return out;
  std::vector<const RenderedObject*> late = dirty;
  std::erase_if(late,
                [&](const RenderedObject* object) { return !appeared.contains(object->key); });
  Diagnostics judged = Precheck(run, late, planned);
  if (HasErrors(judged)) {
    for (ChangeResult& result : out) {
      if (result.appeared) result.diagnostics.clear();
    }
  } else {
    out = run.plane->Make(changes);
  }
  Append(out.front().diagnostics, std::move(judged));
  return out;
}

/// What the state says the resource owns after `results`: what landed, and what was there before.
Value Landed(const Run& run, const Rendered& rendered, const std::vector<Change>& changes,
             const std::vector<ChangeResult>& results) {
  Value::Map out;
  if (run.prior.Get(kManifests).is_map()) out = run.prior.Get(kManifests).as_map();
  std::set<std::string> applied;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!results[i].done) continue;
    const std::string text = changes[i].key.ToString();
    if (changes[i].kind == Change::Kind::kApply) {
      out[text] = WriteJson(changes[i].content);
      applied.insert(changes[i].key.Identity());
      run.session.Wrote(run.cluster, changes[i].key, run.private_data.nonce);
    } else {
      out.erase(text);
    }
  }
  std::set<std::string> wanted;
  for (const RenderedObject& object : rendered.objects) wanted.insert(object.key.ToString());
  // An object that was written in another version is one object, not two.
  std::erase_if(out, [&](const auto& entry) {
    const auto key = ObjectKey::Parse(entry.first);
    return key && !wanted.contains(entry.first) && applied.contains(key->Identity());
  });
  return out;
}

ApplyAnswer Write(Run& run, const ApplyQuestion& question) {
  PrivateData kept = run.private_data;
  kept.replacing.clear();
  ApplyAnswer out{run.prior, kept.Write(), {}};
  const Rendered rendered = RenderIn(run.resource, run.session, question.config);
  Append(out.diagnostics, ErrorsOf(rendered.diagnostics));
  if (!run.plane->capabilities().live) Append(out.diagnostics, SecretsInFiles(rendered));
  if (HasErrors(out.diagnostics)) return out;
  const std::vector<const RenderedObject*> dirty = Dirty(rendered, run.prior);
  // The warnings were part of the plan.
  Append(out.diagnostics, ErrorsOf(Precheck(run, dirty, question.planned)));
  if (HasErrors(out.diagnostics)) return out;

  Value state = question.planned;
  state.Set(kManifests, ManifestsValue(rendered));
  std::vector<Change> changes = Writes(run.mark, run.prior, question.planned, dirty);
  if (!run.prior.is_null()) {
    const Removal removal = Split(run.resource, run.prior, state, ClosedKeys(run.private_data));
    auto removed = RemovalChanges(run, removal);
    Append(out.diagnostics, run.diagnostics);
    if (!removed) {
      Append(out.diagnostics, removed.error());
      return out;
    }
    std::ranges::move(*removed, std::back_inserter(changes));
  }
  const std::vector<ChangeResult> results = Make(run, dirty, question.planned, changes);
  for (const ChangeResult& result : results) Append(out.diagnostics, result.diagnostics);
  const bool all = std::ranges::all_of(results, &ChangeResult::done);
  const bool some = std::ranges::any_of(results, &ChangeResult::done);
  if (!all) {
    if (!some) return out;
    state.Set(kManifests, Landed(run, rendered, changes, results));
  } else {
    Landed(run, rendered, changes, results);
  }
  out.state = std::move(state);
  return out;
}

}  // namespace

ApplyAnswer Apply(const ServedResource& resource, Session& session, const ApplyQuestion& question) {
  Run run{resource,
          session,
          question.prior,
          nullptr,
          "",
          {},
          PrivateData::Read(question.planned_private),
          {}};
  const bool destroying = question.planned.is_null();
  Diagnostics wrong = Locate(run, destroying ? question.prior : question.planned);
  if (HasErrors(wrong)) return {question.prior, question.planned_private, std::move(wrong)};
  return destroying ? Destroy(run) : Write(run, question);
}

}  // namespace mesh::engine
