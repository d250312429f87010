#include "planes/kubernetes/api_resources.h"

#include <algorithm>
#include <set>

#include "core/formats/encoding.h"
#include "core/formats/json.h"

namespace mesh {
namespace {

/// How long an answer without the kind is believed; shorter than the moment between two looks of
/// those who wait for it (patience.cc).
constexpr std::chrono::milliseconds kFresh(200);

bool HasVerb(const Value& resource, const char* verb) {
  const Value& verbs = resource.Get("verbs");
  return verbs.is_list() &&
         std::ranges::find(verbs.as_list(), Value(verb)) != verbs.as_list().end();
}

}  // namespace

bool IsCustom(const std::string& group) {
  return group == "gateway.networking.k8s.io" ||
         (group.find('.') != std::string::npos && !group.ends_with(".k8s.io"));
}

std::string ServedKind::Collection(const std::string& name_space) const {
  const std::string scope =
      namespaced && !name_space.empty() ? "/namespaces/" + PercentEncode(name_space) : "";
  return base + scope + "/" + plural;
}

std::string ServedKind::Object(const ObjectKey& key) const {
  return Collection(key.name_space) + "/" + PercentEncode(key.name);
}

Result<Value> ApiResources::Get(const std::string& target, const std::string& label) {
  const HttpRequest request{.target = target, .label = "discover " + label, .repeatable = true};
  const auto answer = channel_.Send(request);
  if (!answer) return tl::unexpected(Explain(answer.error()));
  if (answer->status == 404) return Value();
  if (answer->status != 200) return Fail(Explain(channel_.server(), request, *answer));
  return ReadJson(answer->body, channel_.server() + target);
}

Result<std::vector<std::string>> ApiResources::VersionsOf(const std::string& group) {
  if (group.empty()) return std::vector<std::string>{"v1"};
  const auto found = Get("/apis/" + group, group);
  if (!found) return tl::unexpected(found.error());
  std::vector<std::string> out;
  const std::string preferred = found->At({"preferredVersion", "groupVersion"}).StringOr("");
  if (!preferred.empty()) out.push_back(preferred);
  const Value& versions = found->Get("versions");
  if (!versions.is_list()) return out;
  for (const Value& version : versions.as_list()) {
    std::string name = version.Get("groupVersion").StringOr("");
    if (name != preferred) out.push_back(std::move(name));
  }
  return out;
}

Result<std::vector<std::pair<std::string, std::string>>> ApiResources::Everything() {
  const auto groups = Get("/apis", "groups");
  if (!groups) return tl::unexpected(groups.error());
  std::vector<std::string> names{""};
  if (groups->Get("groups").is_list()) {
    for (const Value& group : groups->Get("groups").as_list()) {
      names.push_back(group.Get("name").StringOr(""));
    }
  }
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& name : names) {
    const auto versions = VersionsOf(name);
    if (!versions) return tl::unexpected(versions.error());
    std::set<std::string> seen;
    for (const std::string& version : *versions) {
      const auto kinds = Ask(version);
      if (!kinds) return tl::unexpected(kinds.error());
      for (const auto& [kind, served] : *kinds) {
        if (served.kept && seen.insert(kind).second) out.emplace_back(version, kind);
      }
    }
  }
  return out;
}

Result<ApiResources::Kinds> ApiResources::Ask(const std::string& api_version) {
  const std::string base =
      (api_version.find('/') == std::string::npos ? "/api/" : "/apis/") + api_version;
  const auto list = Get(base, api_version);
  if (!list) return tl::unexpected(list.error());
  Kinds out;
  const Value& resources = list->Get("resources");
  if (!resources.is_list()) return out;
  for (const Value& resource : resources.as_list()) {
    const std::string name = resource.Get("name").StringOr("");
    if (name.find('/') != std::string::npos) continue;  // a part of objects: pods/status
    const Value& namespaced = resource.Get("namespaced");
    out.emplace(resource.Get("kind").StringOr(""),
                ServedKind{base, name, namespaced.is_bool() && namespaced.as_bool(),
                           HasVerb(resource, "list") && HasVerb(resource, "patch")});
  }
  return out;
}

Result<std::optional<ServedKind>> ApiResources::Find(const std::string& api_version,
                                                     const std::string& kind) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  auto known = known_.find(api_version);
  if (known != known_.end()) {
    const auto found = known->second.kinds.find(kind);
    if (found != known->second.kinds.end()) return found->second;
    if (now - known->second.asked < kFresh) return std::nullopt;
  }
  auto kinds = Ask(api_version);
  if (!kinds) return tl::unexpected(kinds.error());
  known = known_.insert_or_assign(api_version, Known{*std::move(kinds), now}).first;
  const auto found = known->second.kinds.find(kind);
  return found == known->second.kinds.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace mesh
