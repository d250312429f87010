#include "provider/engine/live.h"

#include "core/formats/json.h"

namespace mesh::engine {

std::map<ObjectKey, Value> OwnedObjects(const Value& state) {
  std::map<ObjectKey, Value> out;
  const Value& manifests = state.Get(kManifests);
  if (!manifests.is_map()) return out;
  for (const auto& [text, json] : manifests.as_map()) {
    const auto key = ObjectKey::Parse(text);
    if (!key || !json.is_string()) continue;
    auto content = ReadJson(json.as_string(), text);
    if (content) out.emplace(*key, std::move(*content));
  }
  return out;
}

Diagnostics JudgeExisting(const Newcomer& who, const ObjectKey& key, const LiveObject& live,
                          Plane& plane) {
  const std::string object =
      key.kind + " " + (key.name_space.empty() ? "" : key.name_space + "/") + key.name;
  const bool refuse = who.common.adopt.is_known() && !*who.common.adopt;
  const bool take = who.common.adopt.value_or(false);
  if (!live.mark) {
    if (refuse) {
      return {Error(object + " exists already",
                    "It is not managed by us, and `adopt` is false. Remove it, import it, or allow "
                    "its adoption by leaving `adopt` out.",
                    "adopt")};
    }
    return {
        Warning(object + " exists and is adopted",
                "Fields of this configuration are written into it, everything else in it stays "
                "as it is. Because it was not created here, destroying this resource deletes it "
                "only with an explicit on_destroy = \"delete\".")};
  }
  const bool same = live.mark->owner == who.owner && live.mark->resource == who.mark;
  if (same && live.mark->pending && plane.LeftBehind(*live.mark)) return {};
  const std::string holder = live.mark->resource + " of owner \"" + live.mark->owner + "\"";
  if (take) {
    return {Warning(object + " is taken over",
                    "It was managed by " + holder + ". `adopt = true` moves it to this resource.")};
  }
  return {Error(
      object + " is managed already",
      "It carries the mark of " + holder +
          ", but is not in this resource's state. When the resource was renamed, say so with a "
          "`moved` block; when its state was lost, use an `import` block (id \"" +
          live.mark->resource.substr(live.mark->resource.find('/') + 1) +
          "\"); when another state or resource manages it, change the name here or release it "
          "there first; `adopt = true` takes it over from whoever has it. (An object cannot be "
          "replaced under its own name with create_before_destroy.)")};
}

Diagnostics CommentsLost(const ObjectKey& key, const LiveObject& live) {
  if (!live.has_comments) return {};
  return {Warning("Comments in the file of " + key.kind + " " + key.name + " will be lost",
                  "The file has to change, and it is written anew from its data. Everything that "
                  "others added as data stays; comments do not.")};
}

Value FindForbidden(const Forbidden& field, const Value& live) {
  const Value* at = &live;
  for (const std::string& step : field.path) at = &at->Get(step);
  return field.value.is_null() || field.value == *at ? *at : Value();
}

namespace {

/// True when the mask `owned` covers the field at `path`: then it is ours, and goes with this
/// write.
bool Covers(const Value& owned, const std::vector<std::string>& path) {
  const Value* at = &owned;
  for (const std::string& step : path) {
    if (at->is_bool()) return true;
    at = &at->Get(step);
  }
  return !at->is_null();
}

}  // namespace

Diagnostics JudgeForbidden(const RenderedObject& object, const LiveObject& live, bool applying) {
  Diagnostics out;
  if (object.take_over) return out;
  for (const Forbidden& f : object.forbidden) {
    const Value found = FindForbidden(f, live.content);
    if (found.is_null() || Covers(live.owned, f.path)) continue;
    std::string path;
    for (const std::string& step : f.path) path += (path.empty() ? "" : ".") + step;
    const std::string detail =
        object.key.kind + " " + object.key.name + " carries " + path + " = " + WriteJson(found) +
        ", set by somebody else. " + f.why +
        " Remove it there, or set take_over_labels = true to have it removed.";
    out.push_back(applying ? Error("Contradicting field on " + object.key.name, detail)
                           : Warning("Contradicting field on " + object.key.name, detail));
  }
  return out;
}

bool Keeps(const ServedResource& resource, const Value& state) {
  const Value& on_destroy = state.Get("on_destroy");
  return on_destroy.is_string() ? on_destroy.as_string() == "keep"
                                : resource.definition.keeps_by_default;
}

}  // namespace mesh::engine
