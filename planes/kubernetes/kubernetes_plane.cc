#include "planes/kubernetes/kubernetes_plane.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "core/kinds/kind.h"
#include "core/ownership/drift.h"
#include "core/ownership/owners.h"
#include "planes/kubernetes/applier.h"
#include "planes/kubernetes/connection.h"
#include "planes/kubernetes/marked_objects.h"
#include "planes/kubernetes/marks.h"
#include "planes/kubernetes/own_part.h"

namespace mesh {
namespace {

/// How long kinds and namespaces are waited for that are made in the same run.
constexpr std::chrono::minutes kArrival{1};

/// Annotation in which kubectl keeps the whole object, values of Secrets included.
constexpr char kLastApplied[] = "kubectl.kubernetes.io/last-applied-configuration";

/// The object as anybody but the server may see it: without our marks, which are told apart, and
/// without the values of a Secret.
Value Showable(Value object) {
  std::vector<std::vector<std::string>> hidden = MarkPaths();
  if (object.Get("kind") == Value("Secret") && object.Get("apiVersion") == Value("v1")) {
    object.as_map().erase("data");
    object.as_map().erase("stringData");
    hidden.push_back({"metadata", "annotations", kLastApplied});
  }
  for (const auto& path : hidden) {
    if (object.At({path[0], path[1]}).Has(path[2])) {
      object.as_map().at(path[0]).as_map().at(path[1]).as_map().erase(path[2]);
    }
  }
  return object;
}

class KubernetesPlane final : public Plane {
 public:
  KubernetesPlane(std::unique_ptr<HttpChannel> channel, KubernetesOptions options)
      : channel_(std::move(channel)),
        may_be_away_(options.may_be_away),
        dry_run_(options.dry_run),
        resources_(*channel_),
        objects_(*channel_, resources_),
        server_{*channel_,
                resources_,
                objects_,
                patience_,
                ManagerOf(options.owner),
                std::move(options.tell)},
        run_(server_),
        applier_(server_, run_) {}

  Capabilities capabilities() const override { return {"kubernetes", true, dry_run_}; }
  bool IsAway() override;
  Diagnostics Try(const std::vector<Change>& changes) override { return applier_.Try(changes); }
  Result<std::vector<std::optional<LiveObject>>> Read(const std::vector<ObjectKey>& keys) override;
  Result<std::vector<std::optional<LiveObject>>> ReadAnew(
      const std::vector<ObjectKey>& keys) override {
    if (Diagnostics wrong = objects_.LookAgain(keys); HasErrors(wrong)) {
      return tl::unexpected(std::move(wrong));
    }
    return Read(keys);
  }
  bool LeftBehind(const Mark& mark) override { return mark.pending && run_.LeftOpen(mark.run); }
  std::vector<ChangeResult> Make(const std::vector<Change>& changes) override;
  Result<std::vector<ObjectKey>> FindByResource(const std::string& resource) override;
  Result<std::vector<std::string>> Resources(const std::string& prefix) override;
  Value Shown(const Value& prior, const LiveObject& live, bool closed) const override;
  Value Report() const override;
  Diagnostics Finish() override {
    run_.Close();
    return {};
  }
  void Cancel() override {
    patience_.Cancel();
    channel_->Cancel();
  }

 private:
  void ApplyFrom(const std::vector<Change>& changes, std::vector<ChangeResult>& results);

  std::unique_ptr<HttpChannel> channel_;
  const bool may_be_away_;
  const bool dry_run_;
  std::once_flag asked_;
  bool away_ = false;
  ApiResources resources_;
  LiveObjects objects_;
  Patience patience_{kArrival};
  const Server server_;
  RunRecord run_;
  Applier applier_;
  MarkedObjects marked_{server_};
};

bool KubernetesPlane::IsAway() {
  if (!may_be_away_) return false;
  std::call_once(asked_, [this] {
    const auto answer =
        channel_->Send({.target = "/version", .label = "reach", .repeatable = true});
    away_ = !answer && answer.error().kind != TransportFault::kCredentials &&
            answer.error().kind != TransportFault::kInvalid;
  });
  return away_;
}

Result<std::vector<std::optional<LiveObject>>> KubernetesPlane::Read(
    const std::vector<ObjectKey>& keys) {
  auto found = objects_.Read(keys);
  if (!found) return tl::unexpected(found.error());
  std::vector<std::optional<LiveObject>> out;
  for (const LiveObjects::Object& object : *found) {
    if (!object) {
      out.emplace_back();
      continue;
    }
    const ownership::Owners owners(*object, server_.manager);
    out.push_back(LiveObject{
        .content = Showable(*object), .mark = MarkOf(*object), .owned = OwnPart(owners)});
  }
  return out;
}

Value KubernetesPlane::Report() const {
  Value::Map out;
  for (const auto& [label, counts] : channel_->Report()) {
    out[label] = Value::Map{{"calls", counts.calls},
                            {"failures", counts.failures},
                            {"retries", counts.retries},
                            {"connects", counts.connects},
                            {"bytes_out", counts.bytes_out},
                            {"bytes_in", counts.bytes_in},
                            {"waited_ms", counts.waited.count()},
                            {"took_ms", counts.took.count()},
                            {"slowest_ms", counts.slowest.count()}};
  }
  return out;
}

Value KubernetesPlane::Shown(const Value& prior, const LiveObject& live, bool closed) const {
  return ownership::ReadBackManifest({.prior = prior,
                                      .live = live.content,
                                      .manager = server_.manager,
                                      .closed = closed,
                                      .ignored = MarkPaths()})
      .manifest;
}

/// Objects of one rank do not depend on each other and go at once; a failure stops the later ranks.
void KubernetesPlane::ApplyFrom(const std::vector<Change>& changes,
                                std::vector<ChangeResult>& results) {
  std::map<int, std::vector<std::size_t>> by_rank;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].kind == Change::Kind::kApply) by_rank[FactsOf(changes[i].key).rank].push_back(i);
  }
  for (const auto& [rank, indices] : by_rank) {
    std::vector<const Change*> group;
    std::vector<ChangeResult*> answers;
    for (const std::size_t i : indices) {
      group.push_back(&changes[i]);
      answers.push_back(&results[i]);
    }
    applier_.Apply(group, answers);
    if (!std::ranges::all_of(answers, [](const ChangeResult* r) { return r->done; })) return;
  }
}

std::vector<ChangeResult> KubernetesPlane::Make(const std::vector<Change>& changes) {
  marked_.Forget();
  std::vector<ChangeResult> results(changes.size());
  ApplyFrom(changes, results);
  bool failed = false;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].kind == Change::Kind::kApply) failed = failed || !results[i].done;
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].kind == Change::Kind::kRelease) results[i] = applier_.Release(changes[i]);
    if (changes[i].kind == Change::Kind::kDelete && !failed)
      results[i] = applier_.Delete(changes[i]);
    failed = failed || !results[i].done;
  }
  return results;
}

Result<std::vector<ObjectKey>> KubernetesPlane::FindByResource(const std::string& resource) {
  const auto found = marked_.OfKnownKinds();
  if (!found) return tl::unexpected(found.error());
  const auto keys = (*found)->by_resource.find(resource);
  if (keys != (*found)->by_resource.end()) {
    return std::vector(keys->second.begin(), keys->second.end());
  }
  if ((*found)->hidden.empty()) return std::vector<ObjectKey>{};
  std::string kinds;
  for (const std::string& kind : (*found)->hidden) kinds += (kinds.empty() ? "" : ", ") + kind;
  return Fail("No object of " + resource + " can be seen",
              "What belongs to a resource is found by the marks on the objects of the whole "
              "cluster, and " +
                  channel_->server() + " does not let this user list " + kinds +
                  " in all namespaces. Grant `list` in a ClusterRole, or import the objects one "
                  "by one as mesh_object, which needs rights in their namespace only.");
}

Result<std::vector<std::string>> KubernetesPlane::Resources(const std::string& prefix) {
  const auto found = marked_.OfAllKinds();
  if (!found) return tl::unexpected(found.error());
  const auto& all = (*found)->by_resource;
  std::vector<std::string> out;
  for (auto at = all.lower_bound(prefix); at != all.end() && at->first.starts_with(prefix); ++at) {
    out.push_back(at->first);
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Plane>> OpenKubernetes(KubernetesOptions options) {
  auto channel = Connect(std::move(options.access));
  if (!channel) return tl::unexpected(channel.error());
  return std::make_unique<KubernetesPlane>(std::move(*channel), std::move(options));
}

}  // namespace mesh
