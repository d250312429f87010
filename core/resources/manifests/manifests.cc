#include <algorithm>

#include "core/formats/json.h"
#include "core/model/data_source.h"
#include "core/resources/manifests/collect.h"

namespace mesh {
namespace {

std::vector<Field> Fields() {
  return {
      {.name = "yaml",
       .doc = "YAML text with any number of documents. Exactly one of `yaml` and `paths` is "
              "needed."},
      {.name = "paths",
       .doc = "Files and folders to read. Below a folder every .yaml, .yml and .json file is read, "
              "but for kustomization files and whatever lies under a name that starts with a dot. "
              "Exactly one of `yaml` and `paths` is needed.",
       .type = Type::List(Type::String())},
      {.name = "objects",
       .doc = "The objects as canonical JSON by `<apiVersion>/<kind>/<namespace>/<name>`: the keys "
              "of `manifests` on resources. A value fits the `yaml` of a mesh_object.",
       .presence = Presence::kComputed,
       .type = Type::Map(Type::String())},
      {.name = "sources",
       .doc = "Where each object came from, as `file:line`, by the same keys as `objects`.",
       .presence = Presence::kComputed,
       .type = Type::Map(Type::String())},
  };
}

bool IsManifestFile(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name == "kustomization.yaml" || name == "kustomization.yml") return false;
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

/// True for a file below `root` with a component that starts with a dot.
bool IsHidden(std::string_view root, std::string_view file) {
  if (!file.starts_with(root)) return false;
  const std::string_view below = file.substr(root.size());
  return below.find("/.") != std::string_view::npos ||
         (root.ends_with('/') && below.starts_with('.'));
}

void ReadPath(const std::string& path, const Files& files, const Path& at,
              ManifestCollection& collection, Diagnostics& out) {
  const auto fail = [&](Diagnostics diagnostics) {
    for (Diagnostic& d : diagnostics) d.path = at;
    Append(out, std::move(diagnostics));
  };
  Result<std::vector<std::string>> found = files.List(path);
  if (!found) return fail(std::move(found.error()));
  for (const std::string& file : *found) {
    if (file != path && (!IsManifestFile(file) || IsHidden(path, file))) continue;
    Result<std::string> text = files.Read(file);
    if (!text) {
      fail(std::move(text.error()));
    } else {
      collection.Add(*text, file, at);
    }
  }
}

Result<Value> Read(const Value& config, const Files& files) {
  const Value& yaml = config.Get("yaml");
  const Value& paths = config.Get("paths");
  if (yaml.is_null() == paths.is_null()) {
    return Fail(yaml.is_null() ? "Nothing to read" : "Both yaml and paths are set",
                "Give exactly one of `yaml` (text) and `paths` (files and folders).",
                yaml.is_null() ? "paths" : "yaml");
  }
  ManifestCollection collection;
  Diagnostics errors;
  if (yaml.is_string()) collection.Add(yaml.as_string(), "yaml", "yaml");
  if (paths.is_list()) {
    const Value::List& list = paths.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      ReadPath(list[i].as_string(), files, Path("paths").Index(i), collection, errors);
    }
  }
  Append(errors, collection.diagnostics());
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  Value::Map objects;
  Value::Map sources;
  for (const auto& [key, entry] : collection.objects()) {
    objects[key.ToString()] = WriteJson(entry.content);
    sources[key.ToString()] = entry.place;
  }
  Value out = config;
  out.Set("objects", std::move(objects));
  out.Set("sources", std::move(sources));
  return out;
}

}  // namespace

DataSourceDefinition ManifestsDataSource() {
  return {.name = "manifests",
          .summary = "Objects in YAML text or files, one entry each.",
          .description =
              "Reads manifests so that each becomes one resource:\n\n"
              "```terraform\n"
              "resource \"mesh_object\" \"addon\" {\n"
              "  for_each = data.mesh_manifests.addons.objects\n"
              "  yaml     = each.value\n"
              "}\n"
              "```\n\n"
              "The items of a `List` are taken one by one. Broken YAML, a duplicate key, an object "
              "that comes twice and a Secret with data are errors that name file and line.",
          .fields = Fields(),
          .read = Read};
}

}  // namespace mesh
