#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/formats/yaml.h"
#include "core/model/resource.h"

namespace mesh::testing {

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The single document of a YAML text that a test trusts.
inline Value Yaml(const std::string& text) {
  auto documents = ReadYaml(text, "test");
  if (!documents || documents->size() != 1) {
    ADD_FAILURE() << (documents ? "not one document" : documents.error().front().detail) << "\n"
                  << text;
    return {};
  }
  return documents->front().value;
}

inline std::string AllDetails(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += d.summary + ": " + d.detail + "\n";
  return out;
}

/// Field checks and, when these pass, the resource's own.
inline Diagnostics Judge(const ResourceDefinition& resource, const Value& config,
                         const Settings& settings = Settings::Default()) {
  Diagnostics out = CheckFields(resource.fields, config);
  if (!HasErrors(out)) Append(out, resource.validate(config, settings));
  return out;
}

inline std::string ObjectsAsYaml(const Desired& desired) {
  std::string out;
  for (const DesiredObject& object : desired.objects) {
    out += (out.empty() ? "" : "---\n") + WriteYaml(object.content);
  }
  return out;
}

/// The cases of a folder: each `<case>.config.yaml` renders to `<case>.objects.yaml`.
inline std::vector<std::string> GoldenCases(const std::filesystem::path& folder) {
  constexpr std::string_view kEnding = ".config.yaml";
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kEnding)) out.push_back(name.substr(0, name.size() - kEnding.size()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Renders a case and compares; with MESH_UPDATE_GOLDEN set the golden file is written instead.
/// Reading the objects back must give a configuration that renders to the same objects.
inline void ExpectGolden(const ResourceDefinition& resource, const std::filesystem::path& folder,
                         const std::string& name) {
  SCOPED_TRACE(name);
  const Value config = Yaml(ReadFile(folder / (name + ".config.yaml")));
  const Diagnostics judged = Judge(resource, config);
  ASSERT_FALSE(HasErrors(judged)) << AllDetails(judged);
  const Desired desired = resource.render(config, Settings::Default());
  ASSERT_TRUE(desired.complete);
  const std::string objects = ObjectsAsYaml(desired);
  const std::filesystem::path golden = folder / (name + ".objects.yaml");
  if (std::getenv("MESH_UPDATE_GOLDEN")) std::ofstream(golden, std::ios::binary) << objects;
  EXPECT_EQ(ReadFile(golden), objects);

  std::vector<Value> contents;
  for (const DesiredObject& object : desired.objects) contents.push_back(object.content);
  const Value recovered = resource.read_back(contents);
  const Diagnostics again = Judge(resource, recovered);
  ASSERT_FALSE(HasErrors(again)) << AllDetails(again);
  EXPECT_EQ(ObjectsAsYaml(resource.render(recovered, Settings::Default())), objects)
      << "what was read back renders to something else";
}

/// One line that a message must have, for `config` with `key` set to `value`.
inline void ExpectRefused(const ResourceDefinition& resource, const Value& config,
                          const std::string& path, const std::string& words) {
  for (const Diagnostic& d : Judge(resource, config)) {
    if (d.severity == Severity::kError && d.path.ToString() == path &&
        (d.summary + ": " + d.detail).find(words) != std::string::npos) {
      return;
    }
  }
  ADD_FAILURE() << "no error at " << path << " says \"" << words << "\", but:\n"
                << AllDetails(Judge(resource, config)) << "for\n"
                << WriteYaml(config);
}

}  // namespace mesh::testing
