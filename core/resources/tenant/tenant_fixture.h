#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/formats/yaml.h"
#include "core/resources/tenant/tenant.h"

namespace mesh {

/// The configuration written as YAML; the test fails when it cannot be read.
inline Value FromYaml(const std::string& text) {
  auto documents = ReadYaml(text, "test");
  if (!documents || documents->empty()) {
    ADD_FAILURE() << "unreadable: " << text;
    return Value::Map{};
  }
  return documents->front().value;
}

/// Settings written as YAML, fallbacks in place.
inline Settings SettingsFrom(const std::string& text) {
  return Decode(Settings::Fields(), text.empty() ? Value(Value::Map{}) : FromYaml(text));
}

/// Everything that a plan would check: shape first, then meaning.
inline Diagnostics CheckAll(const ResourceDefinition& resource, const Value& config,
                            const Settings& settings) {
  Diagnostics out = CheckFields(resource.fields, config);
  if (!HasErrors(out)) Append(out, resource.validate(config, settings));
  return out;
}

inline const DesiredObject* Find(const Desired& desired, const std::string& kind,
                                 const std::string& name_space, const std::string& name) {
  for (const DesiredObject& object : desired.objects) {
    const Value& metadata = object.content.Get("metadata");
    if (object.content.Get("kind").StringOr("") == kind &&
        metadata.Get("namespace").StringOr("") == name_space &&
        metadata.Get("name").StringOr("") == name) {
      return &object;
    }
  }
  return nullptr;
}

inline bool Mentions(const Diagnostics& diagnostics, const std::string& summary) {
  for (const Diagnostic& d : diagnostics) {
    if (d.summary == summary) return true;
  }
  return false;
}

inline std::string Texts(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    out += d.path.ToString() + " | " + d.summary + " | " + d.detail + "\n";
  }
  return out;
}

}  // namespace mesh
