#include <algorithm>
#include <set>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "provider/engine/live.h"
#include "provider/engine/removal.h"
#include "provider/engine/writes.h"

namespace mesh::engine {
namespace {

/// The planned value of the resource's attributes: the configuration, without write-only values.
Value PlannedAttributes(const ServedResource& resource, const Value& config) {
  Value out = config;
  for (const Field& field : resource.fields) {
    if (field.write_only || field.presence == Presence::kComputed) out.Set(field.name, Value());
  }
  return out;
}

/// `manifests` with the texts of before where they mean the same: a number that the configuration
/// spells otherwise is no change of the object.
Value InPriorSpelling(Value manifests, const Value& prior) {
  const Value& before = prior.Get(kManifests);
  if (!manifests.is_map() || !before.is_map()) return manifests;
  for (auto& [key, text] : manifests.as_map()) {
    const Value& old = before.Get(key);
    if (!text.is_string() || !old.is_string() || text == old) continue;
    const auto now = ReadJson(text.as_string(), key);
    const auto then = ReadJson(old.as_string(), key);
    if (now && then && *now == *then) text = old;
  }
  return manifests;
}

/// Adds the attributes below `at` whose change makes another resource of it, or `all` that changed.
void AddReplacements(const std::vector<Field>& fields, const Value& prior, const Value& planned,
                     bool all, const Path& at, std::vector<Path>& out) {
  for (const Field& field : fields) {
    if (field.name == kManifests) continue;
    const auto meant = [&](const Value& v) { return v.is_null() ? field.fallback : v; };
    const Value& before = prior.Get(field.name);
    const Value& after = planned.Get(field.name);
    const Path here = at.Attribute(field.name);
    if (all || field.on_change == OnChange::kReplace) {
      if (!EqualAs(field.WireType(), meant(before), meant(after))) out.push_back(here);
    } else if (field.nesting == Nesting::kSingle && !after.is_unknown()) {
      AddReplacements(field.fields, before, after, false, here, out);
    }
  }
}

/// The attributes whose change makes another resource of it: those whose field says so, and all
/// that changed when the resource gets another name by them.
std::vector<Path> Replacements(const ServedResource& resource, const Value& prior,
                               const Value& planned) {
  const auto before = resource.definition.display_name(prior);
  const auto after = resource.definition.display_name(planned);
  std::vector<Path> out;
  AddReplacements(resource.fields, prior, planned, before && before != after, {}, out);
  return out;
}

/// Keys of prior manifests under their identity, so that a new apiVersion is no new object.
std::set<std::string> Identities(const Value& state, const PrivateData& private_data) {
  std::set<std::string> out;
  const auto add = [&](const std::string& text) {
    if (const auto key = ObjectKey::Parse(text)) out.insert(key->Identity());
  };
  if (state.Get(kManifests).is_map()) {
    for (const auto& [text, json] : state.Get(kManifests).as_map()) add(text);
  }
  for (const std::string& text : private_data.replacing) add(text);
  return out;
}

/// A resource as it is planned.
struct Draft {
  const ServedResource& resource;
  Session& session;
  const Value& prior;
  const Value& planned;
  const Rendered& rendered;
  Common common = CommonOf(planned);
  std::optional<std::string> name = resource.definition.display_name(planned);

  Mark mark() const {
    return {session.owner(), ResourceMark(resource.definition, *common.cluster, *name)};
  }
};

/// The plane that the planned resource goes to; null while that is not known.
Result<Plane*> PlaneOf(const Draft& draft) {
  if (draft.common.cluster.is_unknown()) return nullptr;
  return draft.session.PlaneOf(*draft.common.cluster);
}

/// What the live objects have to say about the plan; nothing while the plane is not known.
Diagnostics LookAtPlane(const Draft& draft, const PrivateData& private_data) {
  if (!draft.rendered.complete) return {};
  const auto plane = PlaneOf(draft);
  if (!plane) return plane.error();
  if (*plane == nullptr || !draft.name || (*plane)->IsAway()) return {};

  const std::set<std::string> ours = Identities(draft.prior, private_data);
  const Value& before = draft.prior.Get(kManifests);
  const Value& after = draft.planned.Get(kManifests);
  std::vector<ObjectKey> keys;
  std::vector<const RenderedObject*> objects;
  for (const RenderedObject& object : draft.rendered.objects) {
    const std::string text = object.key.ToString();
    const bool mine = ours.contains(object.key.Identity());
    if (mine && object.forbidden.empty() && before.Get(text) == after.Get(text)) continue;
    keys.push_back(object.key);
    objects.push_back(&object);
  }
  if (keys.empty()) return {};
  const auto live = (*plane)->Read(keys);
  if (!live) return live.error();

  const Mark mark = draft.mark();
  const Newcomer who{mark.owner, mark.resource, draft.common};
  Diagnostics out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!(*live)[i]) continue;
    const LiveObject& object = *(*live)[i];
    const std::string text = keys[i].ToString();
    const bool same =
        object.mark && object.mark->owner == who.owner && object.mark->resource == who.mark;
    if (!ours.contains(keys[i].Identity()) &&
        !(same && draft.session.MayComeBack(*draft.common.cluster, keys[i]))) {
      Append(out, JudgeExisting(who, keys[i], object, **plane));
    }
    if (!(before.Get(text) == after.Get(text))) Append(out, CommentsLost(keys[i], object));
    Append(out, JudgeForbidden(*objects[i], object, false));
  }
  return out;
}

/// What the system says to the planned writes, where its settings want it asked.
Diagnostics TryOut(const Draft& draft) {
  if (!draft.rendered.complete || !draft.name) return {};
  const auto plane = PlaneOf(draft);
  if (!plane || *plane == nullptr) return {};
  if (!(*plane)->capabilities().dry_run || (*plane)->IsAway()) return {};
  std::vector<const RenderedObject*> dirty = Dirty(draft.rendered, draft.prior);
  std::erase_if(dirty, [](const RenderedObject* object) { return object->content.HasUnknown(); });
  return (*plane)->Try(Writes(draft.mark(), draft.prior, draft.planned, dirty));
}

/// Refuses what a tree of files must not hold.
Diagnostics RefuseSecrets(const Draft& draft) {
  const auto plane = PlaneOf(draft);
  if (!plane || *plane == nullptr || (*plane)->capabilities().live) return {};
  return SecretsInFiles(draft.rendered);
}

PlanAnswer PlanDestroy(const ServedResource& resource, Session& session,
                       const PlanQuestion& question) {
  PlanAnswer out{Value(), {}, question.prior_private, {}};
  session.claims().Release(PrivateData::Read(question.prior_private).nonce);
  Append(out.diagnostics, WhatStaysAfterDestroy(resource, question.prior));
  const std::string cluster = CommonOf(question.prior).cluster.value_or("default");
  for (const auto& [key, content] : OwnedObjects(question.prior)) {
    if (session.MayLeave(cluster, key)) continue;
    out.diagnostics.push_back(
        Error(key.kind + " " + key.name + " is managed already",
              "This resource is destroyed while another one creates the same object. When it was "
              "renamed, say so with a `moved` block."));
    break;
  }
  return out;
}

Diagnostics TakeClaims(const Draft& draft, const std::string& nonce) {
  if (draft.common.cluster.is_unknown()) return {};
  const std::string& cluster = *draft.common.cluster;
  const ResourceDefinition& definition = draft.resource.definition;
  return draft.session.claims().Take(nonce,
                                     {"mesh_" + definition.name, cluster, draft.name.value_or("?")},
                                     ClaimsOf(definition, draft.planned, draft.rendered, cluster));
}

}  // namespace

PlanAnswer Plan(const ServedResource& resource, Session& session, const PlanQuestion& question) {
  if (question.proposed.is_null()) return PlanDestroy(resource, session, question);
  PlanAnswer out;
  PrivateData private_data = PrivateData::Read(question.prior_private);
  if (private_data.nonce.empty()) private_data.nonce = PrivateData::NewNonce();

  out.planned = PlannedAttributes(resource, question.config);
  const Rendered rendered = RenderIn(resource, session, question.config);
  Append(out.diagnostics, rendered.diagnostics);
  if (HasErrors(out.diagnostics)) return out;
  out.planned.Set(kManifests, InPriorSpelling(ManifestsValue(rendered), question.prior));

  if (!question.prior.is_null()) {
    out.requires_replace = Replacements(resource, question.prior, out.planned);
    Append(out.diagnostics, resource.definition.transition(question.prior, question.config));
    Append(out.diagnostics, WhatStaysAfterUpdate(resource, question.prior, out.planned));
  }
  const Draft draft{resource, session, question.prior, out.planned, rendered};
  Append(out.diagnostics, LookAtPlane(draft, private_data));
  Append(out.diagnostics, RefuseSecrets(draft));
  Append(out.diagnostics, TakeClaims(draft, private_data.nonce));
  if (!HasErrors(out.diagnostics)) Append(out.diagnostics, TryOut(draft));

  private_data.closed.clear();
  private_data.watched.clear();
  for (const RenderedObject& object : rendered.objects) {
    const std::string text = object.key.ToString();
    if (object.closed) private_data.closed.push_back(text);
    for (const Forbidden& field : object.forbidden) private_data.watched.push_back({text, field});
  }
  // Kept for the second call of a replacement, which the host may ask for on its own account.
  if (question.prior.Get(kManifests).is_map()) {
    private_data.replacing.clear();
    for (const auto& [text, json] : question.prior.Get(kManifests).as_map()) {
      private_data.replacing.push_back(text);
    }
  }
  out.planned_private = private_data.Write();
  return out;
}

}  // namespace mesh::engine
