#include "core/resources/object/manifest.h"

#include <utility>

#include "core/formats/yaml.h"
#include "core/kinds/kind.h"
#include "core/model/implied_type.h"
#include "core/ownership/server_fields.h"

namespace mesh {
namespace {

/// Labels and annotations hold strings only; HCL and YAML both make it easy to write a bool.
void CheckStrings(const Value& metadata, const char* what, const Path& at, Diagnostics& out) {
  const Value& strings = metadata.Get(what);
  if (strings.is_null() || strings.is_unknown()) return;
  if (!strings.is_map()) {
    out.push_back(Error("Invalid " + std::string(what),
                        at.Attribute(what).ToString() + " must map names to strings.",
                        at.Attribute(what)));
    return;
  }
  for (const auto& [key, value] : strings.as_map()) {
    if (value.is_string() || value.is_unknown() || value.is_null()) continue;
    const Path here = at.Attribute(what).Key(key);
    out.push_back(Error("Invalid " + std::string(what),
                        here.ToString() + " is no string. Put the value in quotes.", here));
  }
}

void DropServerFields(Value& object, const Path& at, Diagnostics& out) {
  std::string dropped;
  for (const std::string& name : ownership::RemoveServerFields(object)) {
    dropped += (dropped.empty() ? "" : ", ") + name;
  }
  if (dropped.empty()) return;
  out.push_back(Warning("Fields that only the server sets are left out",
                        "The server alone sets " + dropped +
                            ", so these were not taken over. Remove them from the manifest.",
                        at));
}

void RefuseSecretData(const Value& object, const Path& at, Diagnostics& out) {
  if (object.Get("kind") != Value("Secret") || object.Get("apiVersion") != Value("v1")) return;
  for (const char* key : {"data", "stringData"}) {
    if (object.Get(key).is_null()) continue;
    out.push_back(Error(
        "Secret data in a configuration",
        "A Secret's " + std::string(key) +
            " would be stored in plain text in the plan and the state. Give the values in "
            "`data_wo`, which no plan or state holds; or keep them in a secret store and declare "
            "an ExternalSecret or a SealedSecret object, which makes the Secret in the cluster.",
        at.Attribute(key)));
  }
}

bool KeyUnknown(const Value& object) {
  const Value& metadata = object.Get("metadata");
  return object.Get("apiVersion").is_unknown() || object.Get("kind").is_unknown() ||
         metadata.is_unknown() || metadata.Get("name").is_unknown() ||
         metadata.Get("namespace").is_unknown();
}

void ReadKey(Manifest& manifest, const Path& at) {
  const Value& object = manifest.content;
  if (KeyUnknown(object)) return;
  const Value& space = object.At({"metadata", "namespace"});
  const Path metadata = at.Attribute("metadata");
  if (!space.is_null() && !space.is_string()) {
    manifest.diagnostics.push_back(
        Error("Invalid namespace",
              metadata.ToString() + ".namespace is no string. Put the name in quotes.",
              metadata.Attribute("namespace")));
    return;
  }
  Result<ObjectKey> key = KeyOf(object);
  if (!key) {
    for (Diagnostic& d : key.error()) {
      d.path = at;
      manifest.diagnostics.push_back(std::move(d));
    }
    return;
  }
  if (key->kind == "List" && object.Get("items").is_list()) {
    manifest.diagnostics.push_back(
        Error("A list instead of an object",
              "The manifest is a List of objects. Read it with the data source mesh_manifests and "
              "declare one mesh_object for each with for_each.",
              at));
    return;
  }
  if (std::string wrong = WrongName(*key); !wrong.empty()) {
    manifest.diagnostics.push_back(Error("Invalid object name", wrong, metadata.Attribute("name")));
  }
  manifest.key = *std::move(key);
}

}  // namespace

Value AsDynamic(const Value& value) { return Value::Dynamic(ImpliedType(value), value); }

Manifest ReadManifest(Value object, const Path& at) {
  Manifest out;
  out.content = std::move(object);
  if (!out.content.is_map()) {
    out.diagnostics.push_back(Error(
        "Not an object",
        at.ToString() + " must be one Kubernetes object with apiVersion, kind and metadata.", at));
    return out;
  }
  DropServerFields(out.content, at, out.diagnostics);
  RefuseSecretData(out.content, at, out.diagnostics);
  const Value& metadata = out.content.Get("metadata");
  CheckStrings(metadata, "labels", at.Attribute("metadata"), out.diagnostics);
  CheckStrings(metadata, "annotations", at.Attribute("metadata"), out.diagnostics);
  ReadKey(out, at);
  return out;
}

Result<Value> ReadSingleYaml(std::string_view text, const std::string& source, const Path& at) {
  Result<std::vector<YamlDocument>> documents = ReadYaml(text, source);
  if (!documents) {
    for (Diagnostic& d : documents.error()) d.path = at;
    return tl::unexpected(std::move(documents.error()));
  }
  // A leading or trailing `---` leaves an empty document, which means nothing.
  std::erase_if(*documents, [](const YamlDocument& d) { return d.value.is_null(); });
  if (documents->empty()) {
    return Fail("No object in the YAML",
                "The text holds no object. Write one with apiVersion, kind and metadata.", at);
  }
  if (documents->size() > 1) {
    return Fail("Several objects in the YAML",
                "The text holds " + std::to_string(documents->size()) +
                    " documents; the second starts at line " +
                    std::to_string((*documents)[1].line) +
                    ". Read it with the data source mesh_manifests and declare one mesh_object "
                    "for each with for_each.",
                at);
  }
  return std::move(documents->front().value);
}

}  // namespace mesh
