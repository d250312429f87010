#include "provider/engine/writes.h"

#include "core/formats/json.h"
#include "core/model/common.h"
#include "provider/engine/live.h"

namespace mesh::engine {

std::vector<const RenderedObject*> Dirty(const Rendered& rendered, const Value& prior) {
  std::vector<const RenderedObject*> out;
  for (const RenderedObject& object : rendered.objects) {
    const Value& before = prior.At({kManifests, object.key.ToString()});
    if (before.is_string() && before.as_string() == WriteJson(object.content) &&
        object.forbidden.empty()) {
      continue;
    }
    out.push_back(&object);
  }
  return out;
}

std::vector<Change> Writes(const Mark& mark, const Value& prior, const Value& planned,
                           const std::vector<const RenderedObject*>& dirty) {
  std::vector<Change> out;
  const bool force = CommonOf(planned).force_conflicts.value_or(false);
  const std::map<ObjectKey, Value> before = OwnedObjects(prior);
  for (const RenderedObject* object : dirty) {
    Change change{.key = object->key,
                  .content = object->content,
                  .force = force,
                  .closed = object->closed,
                  .secret_data = object->secret_data,
                  .wait = object->wait,
                  .mark = mark};
    if (const auto found = before.find(object->key); found != before.end()) {
      change.prior = found->second;
    }
    if (object->take_over) {
      for (const Forbidden& f : object->forbidden) change.remove.push_back(f.path);
    }
    out.push_back(std::move(change));
  }
  return out;
}

}  // namespace mesh::engine
