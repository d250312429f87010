#include <set>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "provider/engine/live.h"

namespace mesh::engine {
namespace {

/// Puts the value at `path` of `object`, making maps on the way.
void SetAt(Value& object, const std::vector<std::string>& path, const Value& value) {
  Value* at = &object;
  for (const std::string& step : path) {
    if (!at->is_map()) *at = Value::Map{};
    at = &at->as_map()[step];
  }
  *at = value;
}

/// Attributes of a single-object resource follow what the object became.
void ReadBackAttributes(const ServedResource& resource, const std::vector<Value>& objects,
                        Value& state) {
  const Value seen = resource.definition.read_back(objects);
  for (const Field& field : resource.definition.fields) {
    const Value& value = seen.Get(field.name);
    // Null in the state means that the user said it another way (`yaml`, or not at all).
    if (!value.is_null() && !state.Get(field.name).is_null()) state.Set(field.name, value);
  }
}

}  // namespace

ReadAnswer Read(const ServedResource& resource, Session& session, const Value& state,
                const std::string& private_data) {
  const std::string cluster = CommonOf(state).cluster.value_or("default");
  const auto plane = session.PlaneOf(cluster);
  if (!plane) return {state, plane.error()};
  if (*plane == nullptr) {
    return {
        state,
        {Warning("The cluster's settings are not known yet",
                 "The state is taken as it is; what changed in the cluster meanwhile shows once "
                 "its settings are known.")}};
  }
  if ((*plane)->IsAway()) {
    return {state,
            {Warning("The cluster " + cluster + " cannot be reached",
                     "The state is taken for what is there, because the cluster's on_unreachable "
                     "is \"state\". What changed meanwhile shows once the cluster answers; changes "
                     "to its objects fail at apply until then.")}};
  }
  const PrivateData data = PrivateData::Read(private_data);
  const std::set<std::string> closed(data.closed.begin(), data.closed.end());
  const std::map<ObjectKey, Value> owned = OwnedObjects(state);
  std::vector<ObjectKey> keys;
  for (const auto& [key, content] : owned) {
    keys.push_back(key);
    session.SawInState(cluster, key);
  }
  const auto live = (*plane)->Read(keys);
  if (!live) return {state, live.error()};

  Value::Map manifests;
  std::vector<Value> drifted;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!(*live)[i]) continue;
    const std::string text = keys[i].ToString();
    const Value& ours = owned.at(keys[i]);
    Value now = (*plane)->Shown(ours, *(*live)[i], closed.contains(text));
    for (const PrivateData::Watched& w : data.watched) {
      if (w.object != text) continue;
      const Value found = FindForbidden(w.field, (*live)[i]->content);
      if (!found.is_null()) SetAt(now, w.field.path, found);
    }
    if (now == ours) {
      manifests.emplace(text, state.At({kManifests, text}));
      continue;
    }
    manifests.emplace(text, WriteJson(now));
    drifted.push_back(std::move(now));
  }
  if (manifests.empty()) return {Value(), {}};
  ReadAnswer out{state, {}};
  out.state.Set(kManifests, std::move(manifests));
  if (!drifted.empty() && resource.definition.addressing == Addressing::kObject) {
    ReadBackAttributes(resource, drifted, out.state);
  }
  return out;
}

}  // namespace mesh::engine
