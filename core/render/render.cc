#include "core/render/render.h"

#include <algorithm>
#include <utility>

#include "core/formats/json.h"
#include "core/kinds/kind.h"

namespace mesh {
namespace {

/// Adds `defaults` to the string map at metadata.`member`; what is unknown or set stays.
void AddDefaults(Value& object, const char* member, const Attr<StringMap>& defaults) {
  if (!defaults.is_known() || defaults->empty()) return;
  Value::Map& metadata = object.as_map().find("metadata")->second.as_map();
  Value& place = metadata[member];
  if (place.is_null()) place = Value::Map{};
  if (!place.is_map()) return;
  for (const auto& [key, value] : *defaults) place.as_map().try_emplace(key, value);
}

bool HasUnknownKey(const Value& object) {
  const Value& metadata = object.Get("metadata");
  return object.is_unknown() || metadata.is_unknown() || object.Get("apiVersion").is_unknown() ||
         object.Get("kind").is_unknown() || metadata.Get("namespace").is_unknown() ||
         metadata.Get("name").is_unknown();
}

/// Moves one object into `out`, or says why it cannot be there.
void Finish(DesiredObject object, const Settings& settings, Rendered& out) {
  if (HasUnknownKey(object.content)) {
    out.complete = false;
    return;
  }
  Result<ObjectKey> key = KeyOf(object.content);
  if (!key) return Append(out.diagnostics, std::move(key.error()));
  if (std::string wrong = WrongName(*key); !wrong.empty()) {
    out.diagnostics.push_back(Error("Invalid name of an object", std::move(wrong)));
    return;
  }
  AddDefaults(object.content, "labels", settings.default_labels);
  AddDefaults(object.content, "annotations", settings.default_annotations);
  out.objects.push_back({std::move(object), std::move(*key)});
}

void SortForApply(std::vector<RenderedObject>& objects) {
  std::vector<std::pair<int, std::size_t>> order;
  order.reserve(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    order.emplace_back(FactsOf(objects[i].key).rank, i);
  }
  if (std::ranges::is_sorted(order)) return;
  std::ranges::sort(order);
  std::vector<RenderedObject> sorted;
  sorted.reserve(objects.size());
  for (const auto& [rank, i] : order) sorted.push_back(std::move(objects[i]));
  objects = std::move(sorted);
}

void RefuseDuplicates(Rendered& out) {
  std::set<std::string> seen;
  for (const RenderedObject& object : out.objects) {
    if (seen.insert(object.key.Identity()).second) continue;
    out.diagnostics.push_back(
        Error("One object written twice",
              "This resource renders " + object.key.ToString() +
                  " twice, so one of the two would be lost. Give one of them another name."));
  }
}

bool IsIdentity(std::string_view path) {
  return path == "apiVersion" || path == "kind" || path == "metadata" || path == "metadata.name" ||
         path == "metadata.namespace";
}

void RemovePath(std::string_view path, Value& at) {
  if (at.is_list()) {
    for (Value& element : at.as_list()) RemovePath(path, element);
  }
  if (!at.is_map()) return;
  Value::Map& map = at.as_map();
  if (const auto whole = map.find(path); whole != map.end()) map.erase(whole);
  for (std::size_t dot = path.find('.'); dot != path.npos; dot = path.find('.', dot + 1)) {
    const auto member = map.find(path.substr(0, dot));
    if (member != map.end()) RemovePath(path.substr(dot + 1), member->second);
  }
}

bool Matches(std::string_view pattern, std::string_view key) {
  if (!pattern.ends_with('*')) return key == pattern;
  return key.starts_with(pattern.substr(0, pattern.size() - 1));
}

void RemoveKeys(const StringList& patterns, const char* member, Value::Map& metadata) {
  const auto place = metadata.find(member);
  if (place == metadata.end() || !place->second.is_map()) return;
  std::erase_if(place->second.as_map(), [&](const auto& entry) {
    return std::ranges::any_of(patterns,
                               [&](const std::string& p) { return Matches(p, entry.first); });
  });
}

}  // namespace

Ignored Ignored::Of(const Platform& platform, const Common& common) {
  return {common.ignore_fields.value_or({}), platform.ignore_labels.value_or({}),
          platform.ignore_annotations.value_or({})};
}

void RemoveIgnored(const Ignored& ignored, Value& object) {
  if (!object.is_map() || ignored.empty()) return;
  for (const std::string& path : ignored.fields) {
    if (!IsIdentity(path)) RemovePath(path, object);
  }
  const auto metadata = object.as_map().find("metadata");
  if (metadata == object.as_map().end() || !metadata->second.is_map()) return;
  RemoveKeys(ignored.labels, "labels", metadata->second.as_map());
  RemoveKeys(ignored.annotations, "annotations", metadata->second.as_map());
}

Diagnostics ValidateResource(const ResourceDefinition& definition, const Value& config,
                             const Settings& settings) {
  static const std::vector<Field> kCommon = FieldsOf(TableOf<Common>());
  Diagnostics out = CheckFields(definition.fields, config);
  Append(out, CheckFields(kCommon, config));
  if (!HasErrors(out) && definition.validate) Append(out, definition.validate(config, settings));
  return out;
}

Rendered RenderResource(const ResourceDefinition& definition, const Value& config,
                        const Settings& settings) {
  Rendered out;
  if (settings.HasUnknown()) {
    out.complete = false;
    return out;
  }
  Desired desired = definition.render(config, settings);
  out.complete = desired.complete;
  out.diagnostics = std::move(desired.diagnostics);
  out.objects.reserve(desired.objects.size());
  for (DesiredObject& object : desired.objects) Finish(std::move(object), settings, out);
  SortForApply(out.objects);
  RefuseDuplicates(out);
  return out;
}

Rendered RenderResource(const ResourceDefinition& definition, const Value& config,
                        const Platform& platform) {
  const Common common = Decode(TableOf<Common>(), config);
  Rendered out;
  if (platform.RenderingUnknown() || common.ignore_fields.is_unknown()) {
    out.complete = false;
    return out;
  }
  out = RenderResource(definition, config, platform.settings());
  const Ignored ignored = Ignored::Of(platform, common);
  for (RenderedObject& object : out.objects) RemoveIgnored(ignored, object.content);
  return out;
}

std::optional<std::map<std::string, Value>> Manifests(const Rendered& rendered) {
  if (!rendered.complete) return std::nullopt;
  std::map<std::string, Value> out;
  for (const RenderedObject& object : rendered.objects) {
    out.emplace(object.key.ToString(),
                object.content.HasUnknown() ? Value::Unknown() : Value(WriteJson(object.content)));
  }
  return out;
}

Value ManifestsValue(const Rendered& rendered) {
  auto map = Manifests(rendered);
  if (!map) return Value::Unknown();
  return Value::Map(std::make_move_iterator(map->begin()), std::make_move_iterator(map->end()));
}

Diagnostics SecretsInFiles(const Rendered& rendered) {
  Diagnostics out;
  for (const RenderedObject& object : rendered.objects) {
    if (object.secret_data.empty()) continue;
    out.push_back(Error(
        "A tree of files cannot keep " + object.key.kind + " " + object.key.name,
        "Its write-only values would be readable in the files. Declare an ExternalSecret or a "
        "SealedSecret for this cluster, or give the cluster `kubernetes` settings."));
  }
  return out;
}

std::vector<ObjectKey> DeleteOrder(std::vector<ObjectKey> keys, const std::set<ObjectKey>& closed) {
  using Place = std::pair<bool, int>;
  std::vector<std::pair<Place, ObjectKey>> order;
  order.reserve(keys.size());
  for (ObjectKey& key : keys) {
    const bool is_namespace = key.kind == "Namespace" && key.group().empty();
    const int rank = is_namespace ? -1000 : -FactsOf(key).rank;
    order.emplace_back(Place{closed.contains(key), rank}, std::move(key));
  }
  std::ranges::sort(order);
  std::vector<ObjectKey> out;
  out.reserve(order.size());
  for (auto& [place, key] : order) out.push_back(std::move(key));
  return out;
}

std::vector<Claim> ClaimsOf(const ResourceDefinition& definition, const Value& config,
                            const Rendered& rendered, const std::string& cluster) {
  std::vector<Claim> out;
  if (definition.claims) out = definition.claims(config);
  out.reserve(out.size() + rendered.objects.size());
  for (Claim& claim : out) {
    if (claim.what != "namespace") claim.key.insert(0, cluster + "/");
  }
  for (const RenderedObject& object : rendered.objects) {
    out.push_back({"object", cluster + "/" + object.key.Identity(), {}});
  }
  return out;
}

bool Conflicts(const ClaimHolder& a, const ClaimHolder& b) {
  return a.cluster == b.cluster || a.type != b.type || a.name != b.name;
}

std::string ResourceMark(const ResourceDefinition& definition, const std::string& cluster,
                         const std::string& display_name) {
  const bool object = definition.addressing == Addressing::kObject;
  return "mesh_" + (object ? "object" : definition.name) + "/" + cluster + "/" + display_name;
}

}  // namespace mesh
