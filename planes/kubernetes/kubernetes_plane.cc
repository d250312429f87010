#include "planes/kubernetes/kubernetes_plane.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "core/kinds/kind.h"
#include "core/ownership/drift.h"
#include "core/ownership/owners.h"
#include "planes/kubernetes/applier.h"
#include "planes/kubernetes/connection.h"
#include "planes/kubernetes/marks.h"
#include "planes/kubernetes/own_part.h"

namespace mesh {
namespace {

class KubernetesPlane final : public Plane {
 public:
  KubernetesPlane(std::unique_ptr<HttpChannel> channel, std::string manager, bool may_be_away)
      : channel_(std::move(channel)),
        manager_(std::move(manager)),
        may_be_away_(may_be_away),
        resources_(*channel_),
        objects_(*channel_, resources_),
        applier_(*channel_, resources_, objects_, manager_) {}

  Capabilities capabilities() const override { return {"kubernetes", true}; }
  bool IsAway() override;
  Result<std::vector<std::optional<LiveObject>>> Read(const std::vector<ObjectKey>& keys) override;
  std::vector<ChangeResult> Make(const std::vector<Change>& changes) override;
  Result<std::vector<ObjectKey>> FindByResource(const std::string& resource) override;
  Result<std::vector<std::string>> Resources(const std::string& prefix) override;
  Value Shown(const Value& prior, const LiveObject& live, bool closed) const override;
  Value Report() const override;
  Diagnostics Finish() override {
    applier_.Settle();
    return {};
  }
  void Cancel() override {
    applier_.Cancel();
    channel_->Cancel();
  }

 private:
  void ApplyFrom(const std::vector<Change>& changes, std::vector<ChangeResult>& results);
  /// Calls `take` with the key and mark of every marked object of the kinds that we know.
  template <class F>
  Diagnostics EachMarked(F take);

  std::unique_ptr<HttpChannel> channel_;
  const std::string manager_;
  const bool may_be_away_;
  std::once_flag asked_;
  bool away_ = false;
  ApiResources resources_;
  LiveObjects objects_;
  Applier applier_;
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
    const ownership::Owners owners(*object, manager_);
    out.push_back(
        LiveObject{.content = *object, .mark = MarkOf(*object), .owned = OwnPart(owners)});
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
                                      .manager = manager_,
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

template <class F>
Diagnostics KubernetesPlane::EachMarked(F take) {
  for (const KindFacts& facts : ListedKinds()) {
    const auto versions = resources_.VersionsOf(std::string(facts.group));
    if (!versions) return versions.error();
    for (const std::string& version : *versions) {
      const auto objects = objects_.ListAll(version, std::string(facts.kind));
      if (!objects) return objects.error();
      for (const LiveObjects::Object& object : *objects) {
        const auto mark = MarkOf(*object);
        auto key = KeyOf(*object);
        if (!mark || !key) continue;
        if (std::string applied = AppliedVersion(*object, manager_); !applied.empty()) {
          key->api_version = std::move(applied);
        }
        take(*key, *mark);
      }
      if (!objects->empty()) break;
    }
  }
  return {};
}

Result<std::vector<ObjectKey>> KubernetesPlane::FindByResource(const std::string& resource) {
  std::set<ObjectKey> out;
  Diagnostics wrong = EachMarked([&](const ObjectKey& key, const Mark& mark) {
    if (mark.resource == resource) out.insert(key);
  });
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  return std::vector(out.begin(), out.end());
}

Result<std::vector<std::string>> KubernetesPlane::Resources(const std::string& prefix) {
  std::set<std::string> out;
  Diagnostics wrong = EachMarked([&](const ObjectKey&, const Mark& mark) {
    if (mark.resource.starts_with(prefix)) out.insert(mark.resource);
  });
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  return std::vector(out.begin(), out.end());
}

}  // namespace

Result<std::unique_ptr<Plane>> OpenKubernetes(KubernetesOptions options) {
  auto channel = Connect(std::move(options.access));
  if (!channel) return tl::unexpected(channel.error());
  return std::make_unique<KubernetesPlane>(std::move(*channel), ManagerOf(options.owner),
                                           options.may_be_away);
}

}  // namespace mesh
