#include "planes/kubernetes/apply_batch.h"

#include <algorithm>
#include <map>

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "core/ownership/conflicts.h"
#include "planes/kubernetes/failure.h"
#include "planes/kubernetes/json_patch.h"
#include "planes/kubernetes/marks.h"

namespace mesh {
namespace {

using ownership::Operation;

/// The body of an apply: the only place where secret data leaves its type.
std::string BodyOf(Value content, const std::map<std::string, Secret>& secret_data,
                   bool must_be_absent) {
  if (!secret_data.empty()) {
    Value data = content.Get("data");
    for (const auto& [key, value] : secret_data) data.Set(key, value.Reveal());
    content.Set("data", std::move(data));
  }
  if (must_be_absent) {
    Value metadata = content.Get("metadata");
    metadata.Set("resourceVersion", "0");
    content.Set("metadata", std::move(metadata));
  }
  return WriteJson(content);
}

/// True when one of the causes of a refusal has this member.
bool HasCause(const Value& status, const char* member, const char* value) {
  const Value& causes = status.At({"details", "causes"});
  return causes.is_list() && std::ranges::any_of(causes.as_list(), [&](const Value& cause) {
           return cause.Get(member) == Value(value);
         });
}

/// True when the server refused to write over an object that was to be absent.
bool SaysItExists(const HttpResponse& answer, const Value& status) {
  return answer.status == 422 && HasCause(status, "field", "metadata.resourceVersion");
}

/// True when the field is a member of `data` that only write-only values set.
bool IsSecretData(const ownership::FieldPath& path, const Change& change) {
  return std::ranges::any_of(change.secret_data, [&](const auto& member) {
    return path == PathOfNames({"data", member.first});
  });
}

}  // namespace

Result<std::optional<ServedKind>> ApplyBatch::Served(const ObjectKey& key) const {
  for (;;) {
    auto served = server_.resources.Find(key.api_version, key.kind);
    if (!served || *served || mode_ == Mode::kDryRun) return served;
    if (server_.patience.WaitFor(key.api_version + " " + key.kind)) continue;
    return Fail(
        "The cluster does not know the kind " + key.kind,
        server_.channel.server() + " serves no " + key.kind + " of " + key.api_version +
            ". Install its CustomResourceDefinition first (Istio's base chart and the Gateway "
            "API's release hold theirs), or set the version that the cluster serves.");
  }
}

void ApplyBatch::Prepare(Attempt& attempt) const {
  const Change& change = *attempt.change;
  const auto served = Served(change.key);
  if (served && !*served) {
    attempt.settled = true;
    return;
  }
  const auto live = served ? server_.objects.Read({change.key}) : tl::unexpected(served.error());
  if (!live) {
    attempt.result->diagnostics = live.error();
    attempt.settled = true;
    return;
  }
  attempt.served = **served;
  attempt.force = change.force;
  attempt.before = live->front();
  attempt.mark = change.mark;
  const auto had = attempt.before ? MarkOf(*attempt.before) : std::nullopt;
  if (attempt.before) attempt.mark.created = had && had->created;
  attempt.is_new = change.prior.is_null() || !had || had->owner != change.mark.owner ||
                   had->resource != change.mark.resource || run_.IsOfThisRun(had->run);
  if (attempt.before) attempt.other_runs = run_.OthersOn(*attempt.before);
  if (had && had->pending && !attempt.is_new && !run_.LeftOpen(had->run)) {
    attempt.mark.run = had->run;  // it says nothing any more, and taking it away would be a change
  }
  if (attempt.before) PutMark(attempt);
}

void ApplyBatch::PutMark(Attempt& attempt) const {
  Mark mark = attempt.mark;
  std::string open_runs = attempt.other_runs;
  if (attempt.is_new) {
    RunRecord::Label label = run_.LabelFor(attempt.change->key, attempt.other_runs);
    mark.run = std::move(label.name);
    open_runs = std::move(label.open);
    attempt.other_runs = std::move(label.others);
    attempt.holds_run = label.holds_this;
  }
  attempt.content = WithMark(attempt.change->content, mark, open_runs);
}

void ApplyBatch::Add(const Change& change, ChangeResult& result) {
  attempts_.push_back({.change = &change, .result = &result});
  Prepare(attempts_.back());
}

bool ApplyBatch::MustNotExist(const Attempt& attempt) const {
  return mode_ == Mode::kReal && !attempt.before && IsCustom(attempt.change->key.group());
}

HttpRequest ApplyBatch::RequestFor(const Attempt& attempt) const {
  const Change& change = *attempt.change;
  return {.method = "PATCH",
          .target = attempt.served.Object(change.key) +
                    "?fieldManager=" + PercentEncode(server_.manager) +
                    "&fieldValidation=Strict&force=" + (attempt.force ? "true" : "false") +
                    (mode_ == Mode::kDryRun ? "&dryRun=All" : ""),
          .headers = {{"Content-Type", "application/apply-patch+yaml"}},
          .body = BodyOf(attempt.content, change.secret_data, MustNotExist(attempt)),
          .label = (mode_ == Mode::kDryRun ? "try " : "apply ") + change.key.kind,
          .repeatable = true};
}

void ApplyBatch::Send() {
  std::vector<HttpRequest> requests;
  std::vector<Attempt*> sent;
  for (Attempt& attempt : attempts_) {
    if (attempt.settled) continue;
    PutMark(attempt);
    requests.push_back(RequestFor(attempt));
    sent.push_back(&attempt);
  }
  const std::vector<HttpOutcome> outcomes = server_.channel.SendAll(requests);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    Attempt& attempt = *sent[i];
    attempt.settled = Judge(attempt, outcomes[i]);
    if (mode_ == Mode::kDryRun || !attempt.is_new) continue;
    if (attempt.after && attempt.holds_run) {
      run_.Opened(attempt.change->key, attempt.other_runs);
    }
    if (attempt.uncertain && !attempt.holds_run) run_.KeepOpen();
  }
}

/// A field that we applied before and that an Update manager has changed since is drift, and is
/// taken back. One that we never set, or that another Apply manager has, is for a person to settle;
/// who takes an object over from another owner has settled it for that owner's fields.
bool ApplyBatch::MayForce(const Attempt& attempt, const Value& status) const {
  if (ownership::ConflictCauseOf(status) != ownership::ConflictCause::kFieldManagers) return false;
  const Change& change = *attempt.change;
  const auto conflicts = ownership::FieldConflictsOf(status, attempt.content);
  const auto had =
      attempt.before && change.prior.is_null() ? MarkOf(*attempt.before) : std::nullopt;
  const auto was_ours = [&](const ownership::FieldPath& path) {
    return !change.prior.is_null() && (Holds(change.prior, path) || IsSecretData(path, change));
  };
  return !conflicts.empty() &&
         std::ranges::all_of(conflicts, [&](const ownership::FieldConflict& conflict) {
           return (had && conflict.owner.manager == ManagerOf(had->owner)) ||
                  (conflict.owner.operation == Operation::kUpdate && conflict.path &&
                   was_ours(*conflict.path));
         });
}

bool ApplyBatch::Judge(Attempt& attempt, const HttpOutcome& outcome) const {
  ChangeResult& result = *attempt.result;
  attempt.uncertain = !outcome || outcome->status >= 500;
  if (!outcome) {
    Append(result.diagnostics, Explain(outcome.error()));
    return true;
  }
  if (outcome->status != 200 && outcome->status != 201) return JudgeRefusal(attempt, *outcome);
  auto object = ReadJson(outcome->body, server_.channel.server());
  if (!object) {
    attempt.uncertain = true;
    Append(result.diagnostics, object.error());
    return true;
  }
  attempt.after = std::make_shared<const Value>(std::move(*object));
  Append(result.diagnostics, WarningsOf(*outcome, attempt.change->key));
  result.done = true;
  // An apply that was sent again may have made the object the first time.
  if (mode_ == Mode::kReal && !attempt.before && outcome->status == 200 && outcome->attempts == 1) {
    const ObjectKey& key = attempt.change->key;
    result.diagnostics.push_back(
        Error(key.kind + " " + key.name + " was made by somebody else at the same moment",
              "It was not there when this apply looked for it, and was when it wrote. Both may "
              "have written into it now: find out who else manages it, and apply again where it "
              "belongs here."));
  }
  return true;
}

bool ApplyBatch::JudgeAppeared(Attempt& attempt, const HttpResponse& answer) const {
  const ObjectKey& key = attempt.change->key;
  ChangeResult& result = *attempt.result;
  auto now = server_.objects.ReadNow(key);
  if (!now) {
    attempt.uncertain = true;  // it may be there from the first time that it was sent
    Append(result.diagnostics, now.error());
    return true;
  }
  if (!*now) return false;
  const auto mark = MarkOf(**now);
  if (answer.attempts > 1 && mark && mark->owner == attempt.mark.owner &&
      mark->resource == attempt.mark.resource && run_.IsOfThisRun(mark->run)) {
    // The first time it was sent it was made, and only the answer was lost.
    attempt.before = std::move(*now);
    return false;
  }
  result.appeared = true;
  result.diagnostics.push_back(
      Error(key.kind + " " + key.name + " was made by somebody else",
            "It was not there when this apply looked for it, and was when it wrote. Nothing was "
            "written into it: find out who else manages it, and apply again where it belongs "
            "here."));
  return true;
}

bool ApplyBatch::MissesItsNamespace(const Attempt& attempt, const HttpResponse& answer,
                                    const Value& status) const {
  if (answer.status == 404) return status.At({"details", "kind"}).StringOr("") == "namespaces";
  if (!HasCause(status, "reason", "NamespaceTerminating")) return false;
  // Admission sees namespaces a moment late: the one that it means may be gone, and another of its
  // name there.
  const auto now = server_.objects.ReadNow({"v1", "Namespace", "", attempt.change->key.name_space});
  return now && (!*now || (*now)->At({"metadata", "deletionTimestamp"}).is_null());
}

bool ApplyBatch::JudgeRefusal(Attempt& attempt, const HttpResponse& answer) const {
  const auto status = ReadJson(answer.body, server_.channel.server());
  if (answer.status == 409 && !attempt.force && status && MayForce(attempt, *status)) {
    attempt.force = true;
    return false;
  }
  if (status && MustNotExist(attempt) && SaysItExists(answer, *status)) {
    return JudgeAppeared(attempt, answer);
  }
  Diagnostics failure = ExplainFailure(
      answer, {.verb = "apply", .key = attempt.change->key, .object = attempt.content});
  if (status && MissesItsNamespace(attempt, answer, *status)) {
    if (mode_ == Mode::kDryRun) return true;
    attempt.homeless = std::move(failure);
    return false;
  }
  Append(attempt.result->diagnostics, std::move(failure));
  return true;
}

void ApplyBatch::AwaitNamespaces() {
  std::map<std::string, bool> waited;
  for (Attempt& attempt : attempts_) {
    if (attempt.settled || attempt.homeless.empty()) continue;
    const std::string& name_space = attempt.change->key.name_space;
    if (!waited.contains(name_space)) {
      waited[name_space] = server_.patience.WaitFor("Namespace " + name_space);
    }
    if (!waited[name_space]) {
      Append(attempt.result->diagnostics, std::move(attempt.homeless));
      attempt.settled = true;
    }
    attempt.homeless.clear();
  }
}

void ApplyBatch::Run() {
  while (!std::ranges::all_of(attempts_, &Attempt::settled)) {
    Send();
    AwaitNamespaces();
  }
}

}  // namespace mesh
