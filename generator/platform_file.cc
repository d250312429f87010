#include "generator/platform_file.h"

#include <algorithm>

#include "core/formats/yaml.h"
#include "generator/convert.h"
#include "generator/suggest.h"

namespace mesh::generator {
namespace {

Result<Value> ReadRoot(std::string_view text, const std::string& source) {
  auto documents = ReadYaml(text, source);
  if (!documents) return tl::unexpected(std::move(documents.error()));
  if (documents->size() != 1) {
    return Fail(documents->empty() ? "Empty platform file" : "More than one document",
                source + " must hold one YAML document with `owner` and `resources`" +
                    (documents->empty()
                         ? "."
                         : "; it holds " + std::to_string(documents->size()) +
                               ". Put everything into one, or into several files with owners of "
                               "their own."));
  }
  if (!documents->front().value.is_map()) {
    return Fail("No platform file", source + " must be a map with `owner` and `resources`; it is " +
                                        Describe(documents->front().value) + ".");
  }
  return std::move(documents->front().value);
}

Platform ReadPlatform(const Value& root, Diagnostics& out) {
  const auto& table = TableOf<Platform>();
  const std::vector<Field> fields = FieldsOf(table);
  Value head;
  std::vector<std::string> known;
  for (const Field& field : fields) {
    known.push_back(field.name);
    if (root.Has(field.name)) head.Set(field.name, root.Get(field.name));
  }
  known.push_back(kResources);
  RefuseUnknownKeys(root, known, {}, out);
  if (head.is_null()) head = Value::Map{};
  const Value config = Convert(fields, head, {}, out);
  if (HasErrors(out)) return {};
  Append(out, CheckFields(fields, config));
  return HasErrors(out) ? Platform{} : Decode(table, config);
}

Diagnostic UnknownType(const std::string& type, const Path& path,
                       const std::vector<ResourceDefinition>& definitions) {
  std::vector<std::string> known;
  for (const ResourceDefinition& definition : definitions) known.push_back(definition.name);
  const bool prefixed = type.starts_with("mesh_");
  const std::string bare = prefixed ? type.substr(5) : type;
  const bool exact = prefixed && std::ranges::find(known, bare) != known.end();
  return Error("Unknown resource type \"" + type + "\"",
               path.ToString() + " is no resource type." +
                   (exact ? " Types stand here without their prefix: write \"" + bare + "\"."
                          : Suggestion(bare, known)),
               path);
}

void ReadType(const ResourceDefinition& definition, const Value& labels, const Path& path,
              PlatformFile& file, Diagnostics& out) {
  if (labels.is_null()) return;
  if (!labels.is_map()) {
    out.push_back(Error("Wrong type of `" + path.ToString() + "`",
                        path.ToString() + " is " + Describe(labels) +
                            ", but must map a label of your choice to each " + definition.name +
                            ": `" + definition.name + ": {<label>: {...}}`.",
                        path));
    return;
  }
  const std::vector<Field> fields = WithCommonFields(definition.fields);
  for (const auto& [label, data] : labels.as_map()) {
    const Path at = path.Key(label);
    Value config = Convert(fields, data, at, out);
    file.resources.push_back({&definition, label, std::move(config), at});
  }
}

}  // namespace

Path Join(const Path& head, const Path& tail) {
  Path out = head;
  for (const Path::Step& step : tail.steps()) {
    if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
      out = out.Attribute(attribute->name);
    } else if (const auto* key = std::get_if<KeyStep>(&step)) {
      out = out.Key(key->key);
    } else {
      out = out.Index(static_cast<std::size_t>(std::get<IndexStep>(step).index));
    }
  }
  return out;
}

Result<PlatformFile> ReadPlatformFile(std::string_view text, const std::string& source,
                                      const std::vector<ResourceDefinition>& definitions) {
  const auto root = ReadRoot(text, source);
  if (!root) return tl::unexpected(root.error());
  PlatformFile file;
  Diagnostics out;
  file.platform = ReadPlatform(*root, out);
  const Path path(kResources);
  const Value& resources = root->Get(kResources);
  if (!resources.is_map()) {
    // What the file does not name is pruned, so an empty list must be said and not slip in.
    out.push_back(Error("Missing resources",
                        "`resources` must map resource types to resources. Write `resources: {}` "
                        "to say that there are none.",
                        path));
    return tl::unexpected(std::move(out));
  }
  for (const auto& [type, labels] : resources.as_map()) {
    const auto found = std::ranges::find(definitions, type, &ResourceDefinition::name);
    if (found == definitions.end()) {
      out.push_back(UnknownType(type, path.Attribute(type), definitions));
    } else {
      ReadType(*found, labels, path.Attribute(type), file, out);
    }
  }
  if (HasErrors(out)) return tl::unexpected(std::move(out));
  return file;
}

}  // namespace mesh::generator
