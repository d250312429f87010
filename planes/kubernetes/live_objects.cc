#include "planes/kubernetes/live_objects.h"

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "planes/kubernetes/failure.h"

namespace mesh {
namespace {

/// Objects in one page.
constexpr int kPage = 500;
/// A list that expires while it is read is begun anew this often.
constexpr int kListAttempts = 3;

}  // namespace

LiveObjects::Scope& LiveObjects::ScopeOf(const ObjectKey& key) {
  const std::lock_guard lock(mutex_);
  auto& scope = scopes_[key.api_version + "/" + key.kind + "/" + key.name_space];
  if (!scope) scope = std::make_unique<Scope>();
  return *scope;
}

Result<std::vector<LiveObjects::Object>> LiveObjects::Read(const std::vector<ObjectKey>& keys) {
  std::vector<Object> out;
  out.reserve(keys.size());
  for (const ObjectKey& key : keys) {
    auto object = ReadOne(key);
    if (!object) return tl::unexpected(object.error());
    out.push_back(std::move(*object));
  }
  return out;
}

Result<LiveObjects::Object> LiveObjects::ReadOne(const ObjectKey& key) {
  Scope& scope = ScopeOf(key);
  const std::lock_guard lock(scope.mutex);
  const auto known = scope.objects.find(key.name);
  if (known != scope.objects.end()) return known->second;
  if (scope.listed) return Object();
  const auto served = resources_.Find(key.api_version, key.kind);
  if (!served) return tl::unexpected(served.error());
  if (!*served) return Object();
  if (!scope.one_by_one) {
    if (Diagnostics wrong = FillIn(scope, key, **served); HasErrors(wrong)) {
      return tl::unexpected(std::move(wrong));
    }
  }
  if (scope.one_by_one) return Get(scope, key, **served);
  const auto found = scope.objects.find(key.name);
  return found == scope.objects.end() ? Object() : found->second;
}

Diagnostics LiveObjects::FillIn(Scope& scope, const ObjectKey& key, const ServedKind& served) {
  auto listed = List(served.Collection(key.name_space), key);
  if (!listed) return listed.error();
  scope.one_by_one = !*listed;
  scope.listed = listed->has_value();
  if (!*listed) return {};
  for (Object& object : **listed) {
    std::string name = object->At({"metadata", "name"}).StringOr("");
    scope.objects.emplace(std::move(name), std::move(object));
  }
  return {};
}

HttpRequest LiveObjects::GetRequest(const ObjectKey& key, const ServedKind& served) {
  return {.target = served.Object(key), .label = "get " + key.kind, .repeatable = true};
}

Result<LiveObjects::Object> LiveObjects::ObjectIn(const HttpOutcome& answer,
                                                  const ObjectKey& key) const {
  if (!answer) return tl::unexpected(Explain(answer.error()));
  if (answer->status == 404) return Object();
  if (answer->status != 200) {
    return tl::unexpected(ExplainFailure(*answer, {.verb = "get", .key = key, .object = Value()}));
  }
  auto object = ReadJson(answer->body, channel_.server() + "/" + key.ToString());
  if (!object) return tl::unexpected(object.error());
  return std::make_shared<const Value>(std::move(*object));
}

Result<LiveObjects::Object> LiveObjects::Get(Scope& scope, const ObjectKey& key,
                                             const ServedKind& served) {
  auto out = ObjectIn(channel_.Send(GetRequest(key, served)), key);
  if (out) scope.objects.emplace(key.name, *out);
  return out;
}

Result<LiveObjects::Object> LiveObjects::ReadNow(const ObjectKey& key) {
  const auto served = resources_.Find(key.api_version, key.kind);
  if (!served) return tl::unexpected(served.error());
  if (!*served) return Object();
  auto out = ObjectIn(channel_.Send(GetRequest(key, **served)), key);
  if (out) Put(key, *out);
  return out;
}

Diagnostics LiveObjects::LookAgain(const std::vector<ObjectKey>& keys) {
  const auto seen = Read(keys);
  if (!seen) return seen.error();
  std::vector<HttpRequest> requests;
  std::vector<const ObjectKey*> asked;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if ((*seen)[i] || IsCustom(keys[i].group())) continue;
    const auto served = resources_.Find(keys[i].api_version, keys[i].kind);
    if (!served) return served.error();
    if (!*served) continue;
    requests.push_back(GetRequest(keys[i], **served));
    asked.push_back(&keys[i]);
  }
  const std::vector<HttpOutcome> answers = channel_.SendAll(requests);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    auto object = ObjectIn(answers[i], *asked[i]);
    if (!object) return object.error();
    if (*object) Put(*asked[i], std::move(*object));
  }
  return {};
}

Result<std::optional<std::vector<LiveObjects::Object>>> LiveObjects::List(
    const std::string& target, const ObjectKey& kind, const std::vector<HttpHeader>& headers) {
  std::vector<Object> out;
  std::string next;
  int begun = 1;
  for (;;) {
    const std::string page = target + "?limit=" + std::to_string(kPage) +
                             (next.empty() ? "" : "&continue=" + PercentEncode(next));
    const HttpRequest request{
        .target = page, .headers = headers, .label = "list " + kind.kind, .repeatable = true};
    const auto answer = channel_.Send(request);
    if (!answer) return tl::unexpected(Explain(answer.error()));
    if (answer->status == 403 && next.empty()) return std::nullopt;
    if (answer->status == 404) return out;
    if (answer->status == 410 && begun < kListAttempts) {
      // The server has forgotten the place: what was read would be mixed with what is newer.
      ++begun;
      out.clear();
      next.clear();
      continue;
    }
    if (answer->status != 200) {
      return tl::unexpected(
          ExplainFailure(*answer, {.verb = "list", .key = kind, .object = Value()}));
    }
    auto list = ReadJson(answer->body, channel_.server() + PathOf(page));
    if (!list) return tl::unexpected(list.error());
    next = list->At({"metadata", "continue"}).StringOr("");
    if (list->Get("items").is_list()) {
      for (Value& item : list->as_map()["items"].as_list()) {
        // Items of a list do not say what they are.
        item.Set("apiVersion", kind.api_version);
        item.Set("kind", kind.kind);
        out.push_back(std::make_shared<const Value>(std::move(item)));
      }
    }
    if (next.empty()) return out;
  }
}

Result<std::optional<std::vector<LiveObjects::Object>>> LiveObjects::ListMetadata(
    const std::string& api_version, const std::string& kind) {
  const auto served = resources_.Find(api_version, kind);
  if (!served) return tl::unexpected(served.error());
  if (!*served) return std::vector<Object>{};
  const ObjectKey key{api_version, kind, "", ""};
  return List((*served)->Collection(""), key,
              {{"Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}});
}

Result<std::optional<std::vector<LiveObjects::Object>>> LiveObjects::ListAll(
    const std::string& api_version, const std::string& kind, const std::string& name_space) {
  const auto served = resources_.Find(api_version, kind);
  if (!served) return tl::unexpected(served.error());
  if (!*served) return std::vector<Object>{};
  return List((*served)->Collection(name_space), {api_version, kind, name_space, ""});
}

void LiveObjects::Put(const ObjectKey& key, Object object) {
  Scope& scope = ScopeOf(key);
  const std::lock_guard lock(scope.mutex);
  scope.objects.insert_or_assign(key.name, std::move(object));
}

}  // namespace mesh
