#include "planes/directory/object_file.h"

#include "core/formats/yaml.h"

namespace mesh {
namespace {

std::string Describe(const ObjectKey& key) {
  return "the " + key.kind + " " + key.name +
         (key.name_space.empty() ? "" : " of namespace " + key.name_space);
}

std::string WhatElse(const std::vector<YamlDocument>& documents) {
  if (documents.size() != 1) return "it holds " + std::to_string(documents.size()) + " documents";
  const auto found = KeyOf(documents.front().value);
  return found
             ? "it holds " + Describe(*found)
             : "it holds an " +
                   std::string(
                       1, static_cast<char>(std::tolower(found.error().front().summary.front()))) +
                   found.error().front().summary.substr(1);
}

}  // namespace

Result<std::optional<ObjectFile>> ReadObjectFile(Walk& walk, const std::string& path,
                                                 const ObjectKey& key) {
  const auto text = walk.Read(path);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return std::nullopt;
  const std::string shown = walk.root() + "/" + path;
  auto documents = ReadYaml(**text, shown);
  if (!documents) {
    for (Diagnostic& d : documents.error()) {
      d.detail += " Or remove the file to have it written anew; it is left as it is until then.";
    }
    return tl::unexpected(std::move(documents.error()));
  }
  if (documents->size() == 1) {
    const auto found = KeyOf(documents->front().value);
    if (found && found->Identity() == key.Identity()) {
      return ObjectFile{std::move(documents->front().value), documents->front().has_comments};
    }
  }
  return Fail("Unexpected content of " + shown,
              shown + ":" + std::to_string(documents->size() > 1 ? (*documents)[1].line : 1) +
                  ": the file must hold exactly one object, " + Describe(key) + "; " +
                  WhatElse(*documents) +
                  ". Correct the file, or remove it to have it written anew; it is left as it is "
                  "until then.");
}

}  // namespace mesh
