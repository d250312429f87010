#include "core/resources/manifests/collect.h"

#include "core/formats/yaml.h"

namespace mesh {

void ManifestCollection::Add(std::string_view text, const std::string& source, const Path& at) {
  Result<std::vector<YamlDocument>> documents = ReadYaml(text, source);
  if (!documents) {
    for (Diagnostic& d : documents.error()) d.path = at;
    Append(diagnostics_, std::move(documents.error()));
    return;
  }
  for (YamlDocument& document : *documents) {
    if (document.value.is_null()) continue;
    const std::string place = source + ":" + std::to_string(document.line);
    const Value& items = document.value.Get("items");
    if (document.value.Get("kind").StringOr("").ends_with("List") && items.is_list()) {
      for (const Value& item : items.as_list()) AddObject(item, place, at);
    } else {
      AddObject(std::move(document.value), place, at);
    }
  }
}

void ManifestCollection::AddObject(Value object, const std::string& place, const Path& at) {
  const Value& space = object.At({"metadata", "namespace"});
  if (!space.is_null() && !space.is_string()) {
    diagnostics_.push_back(
        Error("Invalid namespace",
              "At " + place + ": metadata.namespace is no string. Put the name in quotes.", at));
    return;
  }
  Result<ObjectKey> key = KeyOf(object);
  if (!key) {
    for (Diagnostic& d : key.error()) {
      d.detail = "At " + place + ": " + d.detail;
      d.path = at;
    }
    Append(diagnostics_, std::move(key.error()));
    return;
  }
  if (key->kind == "Secret" && key->group().empty() &&
      !(object.Get("data").is_null() && object.Get("stringData").is_null())) {
    diagnostics_.push_back(Error(
        "Secret data in a manifest",
        "At " + place + ": the Secret " + key->name_space + "/" + key->name +
            " holds data, which would be stored in plain text in the state. Leave the file out, "
            "or replace the object by an ExternalSecret or a SealedSecret.",
        at));
    return;
  }
  const auto [entry, added] = objects_.emplace(*key, Entry{std::move(object), place});
  if (added) return;
  diagnostics_.push_back(Error("Object given twice",
                               "At " + place + ": " + key->ToString() + " was already given at " +
                                   entry->second.place +
                                   ". Remove one of the two; the last one does not win silently.",
                               at));
}

}  // namespace mesh
