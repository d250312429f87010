#include "planes/kubernetes/applier.h"

#include <algorithm>
#include <map>

#include "core/formats/json.h"
#include "core/ownership/conflicts.h"
#include "core/ownership/drift.h"
#include "planes/kubernetes/failure.h"
#include "planes/kubernetes/json_patch.h"
#include "planes/kubernetes/marks.h"

namespace mesh {

using ownership::Operation;

/// One apply on its way.
struct Applier::Attempt {
  const Change* change = nullptr;
  ChangeResult* result = nullptr;
  ServedKind served = {};
  /// What is sent, and what was there before.
  Value content = {};
  LiveObjects::Object before = {};
  /// What the server made of it.
  LiveObjects::Object after = {};
  bool force = false;
  /// Why it failed when its namespace did not exist.
  Diagnostics homeless = {};
  bool settled = false;
};

namespace {

constexpr char kApplyType[] = "application/apply-patch+yaml";
constexpr char kJsonPatchType[] = "application/json-patch+json";
constexpr char kMergePatchType[] = "application/merge-patch+json";
constexpr char kJsonType[] = "application/json";

ownership::AskedFor Asked(const std::string& verb, const ObjectKey& key, const Value& object) {
  return {.verb = verb, .key = key, .object = object};
}

/// The shortest path towards a foreign field that our content does not have: what stands above the
/// field only for its sake goes with it.
ownership::FieldPath ForeignPart(const ownership::FieldPath& path, const Value& content) {
  ownership::FieldPath out;
  for (const ownership::FieldStep& step : path) {
    out.push_back(step);
    if (!Holds(content, out)) break;
  }
  return out;
}

}  // namespace

Result<ServedKind> Applier::Served(const ObjectKey& key) {
  for (;;) {
    const auto served = resources_.Find(key.api_version, key.kind);
    if (!served) return tl::unexpected(served.error());
    if (*served) return **served;
    if (patience_.WaitFor(key.api_version + " " + key.kind)) continue;
    return Fail(
        "The cluster does not know the kind " + key.kind,
        channel_.server() + " serves no " + key.kind + " of " + key.api_version +
            ". Install its CustomResourceDefinition first (Istio's base chart and the Gateway "
            "API's release hold theirs), or set the version that the cluster serves.");
  }
}

void Applier::Prepare(Attempt& attempt) {
  const Change& change = *attempt.change;
  const auto served = Served(change.key);
  const auto live = served ? objects_.Read({change.key}) : tl::unexpected(served.error());
  if (!live) {
    attempt.result->diagnostics = live.error();
    attempt.settled = true;
    return;
  }
  attempt.served = *served;
  attempt.force = change.force;
  attempt.before = live->front();
  Mark mark = change.mark;
  if (attempt.before) {
    const std::optional<Mark> had = MarkOf(*attempt.before);
    mark.created = had && had->created;
    mark.pending = !had || had->owner != mark.owner || had->resource != mark.resource;
  } else {
    mark.pending = true;
  }
  attempt.content = WithMark(change.content, mark);
}

void Applier::Send(std::vector<Attempt>& attempts) {
  std::vector<HttpRequest> requests;
  std::vector<Attempt*> sent;
  for (Attempt& attempt : attempts) {
    if (attempt.settled) continue;
    requests.push_back({.method = "PATCH",
                        .target = attempt.served.Object(attempt.change->key) + "?fieldManager=" +
                                  EncodeSegment(manager_) + "&fieldValidation=Strict&force=" +
                                  (attempt.force ? "true" : "false"),
                        .headers = {{"Content-Type", kApplyType}},
                        .body = WriteJson(attempt.content),
                        .label = "apply " + attempt.change->key.kind,
                        .repeatable = true});
    sent.push_back(&attempt);
  }
  const std::vector<HttpOutcome> outcomes = channel_.SendAll(requests);
  for (std::size_t i = 0; i < sent.size(); ++i) sent[i]->settled = Judge(*sent[i], outcomes[i]);
}

/// A field that we applied before and that an Update manager has changed since is drift, and is
/// taken back. One that we never set, or that another Apply manager has, is for a person to settle;
/// who takes an object over from another owner has settled it for that owner's fields.
bool Applier::MayForce(const Attempt& attempt, const Value& status) const {
  if (ownership::ConflictCauseOf(status) != ownership::ConflictCause::kFieldManagers) return false;
  const auto conflicts = ownership::FieldConflictsOf(status, attempt.content);
  const auto had = attempt.before && attempt.change->prior.is_null() ? MarkOf(*attempt.before)
                                                                     : std::nullopt;
  return !conflicts.empty() &&
         std::ranges::all_of(conflicts, [&](const ownership::FieldConflict& conflict) {
           return (had && conflict.owner.manager == ManagerOf(had->owner)) ||
                  (conflict.owner.operation == Operation::kUpdate && conflict.path &&
                   Holds(attempt.change->prior, *conflict.path));
         });
}

bool Applier::Judge(Attempt& attempt, const HttpOutcome& outcome) {
  const ObjectKey& key = attempt.change->key;
  ChangeResult& result = *attempt.result;
  if (!outcome) {
    Append(result.diagnostics, Explain(outcome.error()));
    return true;
  }
  if (outcome->status == 200 || outcome->status == 201) {
    auto object = ReadJson(outcome->body, channel_.server());
    if (!object) {
      Append(result.diagnostics, object.error());
      return true;
    }
    attempt.after = std::make_shared<const Value>(std::move(*object));
    Append(result.diagnostics, WarningsOf(*outcome, key));
    result.done = true;
    return true;
  }
  const auto status = ReadJson(outcome->body, channel_.server());
  if (outcome->status == 409 && !attempt.force && status && MayForce(attempt, *status)) {
    attempt.force = true;
    return false;
  }
  Diagnostics failure = ExplainFailure(*outcome, Asked("apply", key, attempt.content));
  if (outcome->status == 404 && status &&
      status->At({"details", "kind"}).StringOr("") == "namespaces") {
    attempt.homeless = std::move(failure);
    return false;
  }
  Append(result.diagnostics, std::move(failure));
  return true;
}

void Applier::AwaitNamespaces(std::vector<Attempt>& attempts) {
  std::map<std::string, bool> waited;
  for (Attempt& attempt : attempts) {
    if (attempt.settled || attempt.homeless.empty()) continue;
    const std::string& name_space = attempt.change->key.name_space;
    if (!waited.contains(name_space)) {
      waited[name_space] = patience_.WaitFor("Namespace " + name_space);
    }
    if (!waited[name_space]) {
      Append(attempt.result->diagnostics, std::move(attempt.homeless));
      attempt.settled = true;
    }
    attempt.homeless.clear();
  }
}

void Applier::TakeOut(Attempt& attempt) {
  const Change& change = *attempt.change;
  RemovalPatch patch(*attempt.after);
  for (const auto& path : change.remove) patch.Remove(PathOfNames(path));
  if (change.closed) {
    const ownership::ReadBack seen = ownership::ReadBackManifest({.prior = change.content,
                                                                  .live = *attempt.after,
                                                                  .manager = manager_,
                                                                  .closed = true,
                                                                  .ignored = MarkPaths()});
    for (const ownership::FieldDrift& drift : seen.drifts) {
      if (drift.way_back == ownership::WayBack::kRemoval) {
        patch.Remove(ForeignPart(drift.path, change.content));
      }
    }
  }
  if (patch.empty()) return;
  Diagnostics wrong = Patch(attempt.served, change.key, patch.ToJson(), attempt.after);
  if (!HasErrors(wrong)) return;
  attempt.result->done = false;
  Append(attempt.result->diagnostics, std::move(wrong));
}

Diagnostics Applier::Patch(const ServedKind& served, const ObjectKey& key, std::string patch,
                           LiveObjects::Object& object) {
  const HttpRequest request{
      .method = "PATCH",
      .target = served.Object(key) + "?fieldManager=" + EncodeSegment(manager_),
      .headers = {{"Content-Type", kJsonPatchType}},
      .body = std::move(patch),
      .label = "patch " + key.kind};
  const HttpOutcome outcome = channel_.Send(request);
  if (!outcome) return Explain(outcome.error());
  if (outcome->status != 200) return ExplainFailure(*outcome, Asked("patch", key, Value()));
  auto now = ReadJson(outcome->body, channel_.server());
  if (!now) return now.error();
  object = std::make_shared<const Value>(std::move(*now));
  return {};
}

void Applier::Apply(const std::vector<const Change*>& changes,
                    const std::vector<ChangeResult*>& results) {
  std::vector<Attempt> attempts;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    attempts.push_back({.change = changes[i], .result = results[i]});
    Prepare(attempts.back());
  }
  while (!std::ranges::all_of(attempts, &Attempt::settled)) {
    Send(attempts);
    AwaitNamespaces(attempts);
  }
  for (Attempt& attempt : attempts) {
    if (!attempt.after) continue;
    TakeOut(attempt);
    objects_.Put(attempt.change->key, attempt.after);
    if (MarkOf(*attempt.after).value_or(Mark()).pending) {
      const std::lock_guard lock(mutex_);
      pending_.push_back(attempt.change->key);
    }
  }
}

void Applier::Settle() {
  std::vector<ObjectKey> keys;
  {
    const std::lock_guard lock(mutex_);
    keys.swap(pending_);
  }
  const Value patch(Value::Map{
      {"metadata", Value::Map{{"annotations", Value::Map{{kPendingAnnotation, Value()}}}}}});
  std::vector<HttpRequest> requests;
  for (const ObjectKey& key : keys) {
    const auto served = resources_.Find(key.api_version, key.kind);
    if (!served || !*served) continue;
    requests.push_back(
        {.method = "PATCH",
         .target = (*served)->Object(key) + "?fieldManager=" + EncodeSegment(manager_),
         .headers = {{"Content-Type", kMergePatchType}},
         .body = WriteJson(patch),
         .label = "settle " + key.kind,
         .repeatable = true});
  }
  channel_.SendAll(requests);
}

ChangeResult Applier::LeftAlone(const Change& change, const Mark& mark) const {
  return {true,
          {Warning(change.key.kind + " " + change.key.name + " is left alone",
                   "In " + channel_.server() + " it belongs to " + mark.resource + " of owner \"" +
                       mark.owner + "\" now.")}};
}

ChangeResult Applier::Delete(const Change& change) {
  const auto served = resources_.Find(change.key.api_version, change.key.kind);
  if (!served) return {false, served.error()};
  const auto live = objects_.Read({change.key});
  if (!live) return {false, live.error()};
  if (!*served || !live->front()) return {true, {}};
  const Value& object = *live->front();
  const auto mark = MarkOf(object);
  if (mark && (mark->owner != change.mark.owner || mark->resource != change.mark.resource)) {
    return LeftAlone(change, *mark);
  }
  const Value options(
      Value::Map{{"apiVersion", "v1"},
                 {"kind", "DeleteOptions"},
                 {"propagationPolicy", "Background"},
                 {"preconditions", Value::Map{{"uid", object.At({"metadata", "uid"})}}}});
  const HttpOutcome outcome = channel_.Send({.method = "DELETE",
                                             .target = (*served)->Object(change.key),
                                             .headers = {{"Content-Type", kJsonType}},
                                             .body = WriteJson(options),
                                             .label = "delete " + change.key.kind,
                                             .repeatable = true});
  if (!outcome) return {false, Explain(outcome.error())};
  // One that was being deleted already may not be deleted again.
  const bool begun = outcome->status == 200 || outcome->status == 202 || outcome->status == 404 ||
                     !object.At({"metadata", "deletionTimestamp"}).is_null();
  if (!begun) return {false, ExplainFailure(*outcome, Asked("delete", change.key, Value()))};
  const auto answer = ReadJson(outcome->body, channel_.server());
  if (!answer || !answer->At({"metadata", "deletionTimestamp"}).is_null() ||
      outcome->status == 409) {
    Diagnostics held =
        deletion_.Await(**served, change.key, object.At({"metadata", "uid"}).StringOr(""));
    if (HasErrors(held)) return {false, std::move(held)};
  }
  objects_.Put(change.key, nullptr);
  return {true, WarningsOf(*outcome, change.key)};
}

/// Gives up marks and ownership and changes no value: our entry goes from managedFields, so that
/// nothing we once applied leaves with us.
ChangeResult Applier::Release(const Change& change) {
  const auto served = resources_.Find(change.key.api_version, change.key.kind);
  if (!served) return {false, served.error()};
  const auto live = objects_.Read({change.key});
  if (!live) return {false, live.error()};
  if (!*served || !live->front()) return {true, {}};
  LiveObjects::Object object = live->front();
  const auto mark = MarkOf(*object);
  if (mark && (mark->owner != change.mark.owner || mark->resource != change.mark.resource)) {
    return LeftAlone(change, *mark);
  }
  RemovalPatch patch(*object);
  for (const auto& path : MarkPaths()) patch.Remove(PathOfNames(path));
  const Value& entries = object->At({"metadata", "managedFields"});
  for (std::size_t i = 0; entries.is_list() && i < entries.as_list().size(); ++i) {
    if (entries.as_list()[i].Get("manager").StringOr("") != manager_) continue;
    ownership::FieldPath path = PathOfNames({"metadata", "managedFields"});
    path.emplace_back(ownership::ItemIndex{static_cast<std::int64_t>(i)});
    patch.Remove(path);
  }
  if (patch.empty()) return {true, {}};
  Diagnostics wrong = Patch(**served, change.key, patch.ToJson(), object);
  if (HasErrors(wrong)) return {false, std::move(wrong)};
  objects_.Put(change.key, object);
  return {true, {}};
}

}  // namespace mesh
