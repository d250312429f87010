#pragma once

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "core/resources/tenant/tenant.h"
#include "core/resources/testing/golden.h"

namespace mesh {

/// Settings written as YAML, fallbacks in place.
inline Settings SettingsFrom(const std::string& text) {
  return Decode(Settings::Fields(), text.empty() ? Value(Value::Map{}) : testing::Yaml(text));
}

/// Renders a tenant that must be fine.
inline Desired RenderConfig(const Value& config, const Settings& settings = Settings::Default()) {
  const ResourceDefinition tenant = TenantResource();
  const Diagnostics judged = testing::Judge(tenant, config, settings);
  EXPECT_FALSE(HasErrors(judged)) << testing::AllDetails(judged);
  return tenant.render(config, settings);
}
inline Desired RenderTenant(const std::string& yaml,
                            const Settings& settings = Settings::Default()) {
  return RenderConfig(testing::Yaml(yaml), settings);
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

inline std::vector<Value> Contents(const Desired& desired) {
  std::vector<Value> out;
  for (const DesiredObject& object : desired.objects) out.push_back(object.content);
  return out;
}

/// The detail of the only diagnostic with this summary; empty when there is none.
inline std::string DetailOf(const Diagnostics& diagnostics, const std::string& summary) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    if (d.summary == summary) out += d.detail;
  }
  return out;
}

}  // namespace mesh
