#include "provider/engine/removal.h"

#include <algorithm>

#include "core/model/common.h"
#include "core/render/removal.h"
#include "provider/engine/live.h"

namespace mesh::engine {
namespace {

/// The objects of `prior` that `planned` does not have any more.
std::map<ObjectKey, Value> LeavingObjects(const Value& prior, const Value& planned) {
  std::map<ObjectKey, Value> leaving = OwnedObjects(prior);
  const Value& stays = planned.Get(kManifests);
  if (!stays.is_map()) return leaving;
  std::set<std::string> identities;
  for (const auto& [text, json] : stays.as_map()) {
    if (const auto key = ObjectKey::Parse(text)) identities.insert(key->Identity());
  }
  std::erase_if(leaving,
                [&](const auto& entry) { return identities.contains(entry.first.Identity()); });
  return leaving;
}

std::string Sentence(const std::set<std::string>& names) {
  std::string out;
  std::size_t n = 0;
  for (const std::string& name : names) {
    if (++n > 8) return out + " and " + std::to_string(names.size() - 8) + " more";
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

}  // namespace

Removal Split(const ServedResource& resource, const Value& prior, const Value& planned,
              const std::set<ObjectKey>& closed) {
  return SplitLeaving(LeavingObjects(prior, planned),
                      {.destroyed = planned.is_null(), .keeps = Keeps(resource, prior)}, closed);
}

Diagnostics WhatStaysAfterDestroy(const ServedResource& resource, const Value& prior) {
  if (!Keeps(resource, prior)) return {};
  const auto objects = OwnedObjects(prior);
  if (objects.empty()) return {};
  const std::set<std::string> namespaces = NamespacesIn(objects);
  std::set<std::string> names;
  for (const auto& [key, content] : objects) names.insert(key.kind + " " + key.name);
  const std::string what =
      namespaces.empty()
          ? Sentence(names)
          : std::string(namespaces.size() == 1 ? "Namespace " : "Namespaces ") +
                Sentence(namespaces) + ", with everything in " +
                (namespaces.size() == 1 ? "it" : "them") + " and the " +
                std::to_string(objects.size() - namespaces.size()) +
                " objects that label, limit and fence " + (namespaces.size() == 1 ? "it" : "them");
  const std::string name = resource.definition.display_name(prior).value_or("?");
  return {Warning(
      "mesh_" + resource.definition.name + " \"" + name + "\" is removed, its objects are kept",
      what + (namespaces.empty() && objects.size() == 1 ? " stays" : " stay") +
          " exactly as now; only our record of owning them goes. To delete them, first apply this "
          "resource with on_destroy = \"delete\", then remove it.")};
}

Diagnostics WhatStaysAfterUpdate(const ServedResource& resource, const Value& prior,
                                 const Value& planned) {
  if (planned.Get(kManifests).is_unknown()) return {};
  const std::set<std::string> namespaces = NamespacesIn(LeavingObjects(prior, planned));
  if (namespaces.empty()) return {};
  const std::string name = resource.definition.display_name(prior).value_or("?");
  const std::string who = "mesh_" + resource.definition.name + " \"" + name + "\"";
  const std::string which = "Namespace " + Sentence(namespaces);
  Diagnostics out;
  const bool recorded = Keeps(resource, prior);
  if (recorded != Keeps(resource, planned)) {
    out.push_back(Warning("on_destroy of " + who + " changes in the same step",
                          "What leaves now follows the recorded value (" +
                              std::string(recorded ? "keep" : "delete") +
                              "). Apply the change of on_destroy alone first if it should count.",
                          "on_destroy"));
  }
  if (!recorded) return out;
  out.push_back(Warning(which + " leaves " + who + " and is kept",
                        "The namespace, its labels, quota and fence stay exactly as now; only our "
                        "record of owning them goes."));
  return out;
}

}  // namespace mesh::engine
