#include "planes/kubernetes/applier.h"

#include <algorithm>
#include <map>

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "core/ownership/conflicts.h"
#include "core/ownership/drift.h"
#include "planes/kubernetes/failure.h"
#include "planes/kubernetes/json_patch.h"
#include "planes/kubernetes/marks.h"

namespace mesh {
namespace {

constexpr char kJsonPatchType[] = "application/json-patch+json";
constexpr char kJsonType[] = "application/json";

/// How often an object that others keep changing is tried to be deleted.
constexpr int kDeleteTries = 5;

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

/// Removes the members of maps that `content` leaves empty: those that we applied, as we applied
/// them. Others have had their hands on the rest, so that the map will not be empty.
void EmptyMaps(const Value& prior, const Value& content, const Value& live,
               const ownership::FieldPath& at, RemovalPatch& patch) {
  if (!prior.is_map() || !content.is_map() || !live.is_map()) return;
  for (const auto& [key, before] : prior.as_map()) {
    ownership::FieldPath member = at;
    member.emplace_back(ownership::FieldName{key});
    if (content.Has(key)) {
      EmptyMaps(before, content.Get(key), live.Get(key), member, patch);
    } else if (content.as_map().empty() && live.Get(key) == before) {
      patch.Remove(member);
    }
  }
}

}  // namespace

void Applier::MakeRoom(ApplyBatch::Attempt& attempt) {
  if (attempt.settled || !attempt.before) return;
  RemovalPatch patch(*attempt.before);
  EmptyMaps(attempt.change->prior, attempt.content, *attempt.before, {}, patch);
  if (patch.empty()) return;
  Diagnostics wrong = Patch(attempt.served, attempt.change->key, patch.ToJson(), attempt.before);
  if (!HasErrors(wrong)) return;
  attempt.settled = true;
  Append(attempt.result->diagnostics, std::move(wrong));
}

void Applier::TakeOut(ApplyBatch::Attempt& attempt) {
  const Change& change = *attempt.change;
  RemovalPatch patch(*attempt.after);
  for (const auto& path : change.remove) patch.Remove(PathOfNames(path));
  if (change.closed) {
    const ownership::ReadBack seen = ownership::ReadBackManifest({.prior = change.content,
                                                                  .live = *attempt.after,
                                                                  .manager = server_.manager,
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
      .target = served.Object(key) + "?fieldManager=" + PercentEncode(server_.manager),
      .headers = {{"Content-Type", kJsonPatchType}},
      .body = std::move(patch),
      .label = "patch " + key.kind};
  const HttpOutcome outcome = server_.channel.Send(request);
  if (!outcome) return Explain(outcome.error());
  if (outcome->status != 200) return ExplainFailure(*outcome, Asked("patch", key, Value()));
  auto now = ReadJson(outcome->body, server_.channel.server());
  if (!now) return now.error();
  object = std::make_shared<const Value>(std::move(*now));
  return {};
}

void Applier::AwaitReady(const ApplyBatch::Attempt& attempt) {
  const Change& change = *attempt.change;
  const std::string name = change.key.kind + " " + change.key.name;
  std::string lacking;
  const auto ready = [&](const Value& object) {
    std::string now = object.is_null() ? "It is gone." : Lacks(*change.wait, object);
    if (now != lacking && !now.empty() && server_.tell) {
      server_.tell("waiting for " + name + ": " + now);
    }
    lacking = std::move(now);
    return lacking.empty();
  };
  const auto seen = follower_.Until(attempt.served, change.key,
                                    std::chrono::milliseconds(change.wait->longest_ms), ready);
  if (!seen) return Append(attempt.result->diagnostics, seen.error());
  server_.objects.Put(change.key, std::make_shared<const Value>(seen->object));
  if (seen->enough) return;
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(seen->waited);
  attempt.result->diagnostics.push_back(
      Error(name + " is not ready",
            lacking + " Waited " + std::to_string(waited.count()) +
                " s. The object is written and stays. A resource that fails while it is created "
                "counts as tainted: `terraform untaint` (`tofu untaint`) keeps the next apply from "
                "replacing it. Raise `timeout` in `wait` where more time would do.",
            "wait"));
}

void Applier::Apply(const std::vector<const Change*>& changes,
                    const std::vector<ChangeResult*>& results) {
  ApplyBatch batch(server_, run_, ApplyBatch::Mode::kReal);
  for (std::size_t i = 0; i < changes.size(); ++i) batch.Add(*changes[i], *results[i]);
  for (ApplyBatch::Attempt& attempt : batch.attempts()) MakeRoom(attempt);
  batch.Run();
  for (ApplyBatch::Attempt& attempt : batch.attempts()) {
    if (!attempt.after) continue;
    TakeOut(attempt);
    server_.objects.Put(attempt.change->key, attempt.after);
  }
  for (ApplyBatch::Attempt& attempt : batch.attempts()) {
    if (attempt.change->wait && attempt.result->done) AwaitReady(attempt);
  }
}

Diagnostics Applier::Try(const std::vector<Change>& changes) {
  std::vector<ChangeResult> results(changes.size());
  ApplyBatch batch(server_, run_, ApplyBatch::Mode::kDryRun);
  for (std::size_t i = 0; i < changes.size(); ++i) batch.Add(changes[i], results[i]);
  batch.Run();
  Diagnostics out;
  for (ChangeResult& result : results) Append(out, std::move(result.diagnostics));
  return out;
}

ChangeResult Applier::LeftAlone(const Change& change, const Mark& mark) const {
  return {true,
          {Warning(change.key.kind + " " + change.key.name + " is left alone",
                   "In " + server_.channel.server() + " it belongs to " + mark.resource +
                       " of owner \"" + mark.owner + "\" now.")}};
}

/// Asks to delete the very object that was looked at, as it was then: its mark still says that it
/// is ours.
HttpOutcome Applier::SendDelete(const ServedKind& served, const ObjectKey& key,
                                const Value& object) const {
  const Value& metadata = object.Get("metadata");
  const Value options(Value::Map{
      {"apiVersion", "v1"},
      {"kind", "DeleteOptions"},
      {"propagationPolicy", "Background"},
      {"preconditions", Value::Map{{"uid", metadata.Get("uid")},
                                   {"resourceVersion", metadata.Get("resourceVersion")}}}});
  return server_.channel.Send({.method = "DELETE",
                               .target = served.Object(key),
                               .headers = {{"Content-Type", kJsonType}},
                               .body = WriteJson(options),
                               .label = "delete " + key.kind,
                               .repeatable = true});
}

bool Applier::HasChanged(const HttpResponse& answer) const {
  if (answer.status != 409) return false;
  const auto status = ReadJson(answer.body, server_.channel.server());
  return status &&
         ownership::ConflictCauseOf(*status) == ownership::ConflictCause::kResourceVersion;
}

ChangeResult Applier::Delete(const Change& change) {
  const ObjectKey& key = change.key;
  const auto served = server_.resources.Find(key.api_version, key.kind);
  if (!served) return {false, served.error()};
  const auto seen = server_.objects.Read({key});
  if (!seen) return {false, seen.error()};
  LiveObjects::Object object = seen->front();
  for (int tries = 1;; ++tries) {
    if (!*served || !object) return {true, {}};
    const auto mark = MarkOf(*object);
    if (mark && (mark->owner != change.mark.owner || mark->resource != change.mark.resource)) {
      return LeftAlone(change, *mark);
    }
    const HttpOutcome outcome = SendDelete(**served, key, *object);
    if (!outcome) return {false, Explain(outcome.error())};
    if (tries == kDeleteTries || !HasChanged(*outcome)) {
      return Deleted(**served, change, *object, *outcome);
    }
    auto now = server_.objects.ReadNow(key);
    if (!now) return {false, now.error()};
    object = std::move(*now);
  }
}

ChangeResult Applier::Deleted(const ServedKind& served, const Change& change, const Value& object,
                              const HttpResponse& answer) {
  // One that was being deleted already may not be deleted again.
  const bool begun = answer.status == 200 || answer.status == 202 || answer.status == 404 ||
                     !object.At({"metadata", "deletionTimestamp"}).is_null();
  if (!begun) return {false, ExplainFailure(answer, Asked("delete", change.key, Value()))};
  const auto left = ReadJson(answer.body, server_.channel.server());
  if (!left || !left->At({"metadata", "deletionTimestamp"}).is_null() || answer.status == 409) {
    Diagnostics held =
        deletion_.Await(served, change.key, object.At({"metadata", "uid"}).StringOr(""));
    if (HasErrors(held)) return {false, std::move(held)};
  }
  run_.Leaves(change.key, object);
  server_.objects.Put(change.key, nullptr);
  return {true, WarningsOf(answer, change.key)};
}

/// Gives up marks and ownership and changes no value: our entry goes from managedFields, so that
/// nothing we once applied leaves with us.
ChangeResult Applier::Release(const Change& change) {
  const auto served = server_.resources.Find(change.key.api_version, change.key.kind);
  if (!served) return {false, served.error()};
  const auto live = server_.objects.Read({change.key});
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
    if (entries.as_list()[i].Get("manager").StringOr("") != server_.manager) continue;
    ownership::FieldPath path = PathOfNames({"metadata", "managedFields"});
    path.emplace_back(ownership::ItemIndex{static_cast<std::int64_t>(i)});
    patch.Remove(path);
  }
  if (patch.empty()) return {true, {}};
  run_.Leaves(change.key, *object);
  Diagnostics wrong = Patch(**served, change.key, patch.ToJson(), object);
  if (HasErrors(wrong)) return {false, std::move(wrong)};
  server_.objects.Put(change.key, object);
  return {true, {}};
}

}  // namespace mesh
