#pragma once

#include <gtest/gtest.h>

#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/checks/check_object.h"
#include "core/formats/yaml.h"

namespace mesh::testing {

/// Codes of what is found in an object, of one severity.
inline std::set<std::string> CodesOf(const std::string& yaml, Severity severity) {
  const auto documents = ReadYaml(yaml, "test");
  EXPECT_TRUE(documents && documents->size() == 1) << yaml;
  std::set<std::string> out;
  if (!documents || documents->empty()) return out;
  for (const Finding& finding : CheckObject(documents->front().value)) {
    if (finding.rule->severity == severity) out.insert(std::string(finding.rule->code));
  }
  return out;
}

/// An object of a kind by the members beside its metadata, in YAML's flow style.
struct CheckCase {
  const char* code;
  const char* head;
  std::string body;
  std::string Yaml() const {
    return "{" + std::string(head) + ", metadata: {name: one, namespace: shop}, " + body + "}";
  }
};

/// That each case has exactly its code among the errors, or its code among the warnings and no
/// error; and that each rule of the family is in some case.
inline void ExpectFindings(std::span<const CheckCase> cases, std::span<const Rule> rules) {
  std::set<std::string_view> met;
  for (const CheckCase& each : cases) {
    const std::string yaml = each.Yaml();
    const Rule* rule = FindRule(each.code);
    ASSERT_NE(rule, nullptr) << each.code;
    met.insert(rule->code);
    const auto errors = CodesOf(yaml, Severity::kError);
    if (rule->severity == Severity::kError) {
      EXPECT_EQ(errors, std::set<std::string>{each.code}) << yaml;
    } else {
      EXPECT_EQ(errors, std::set<std::string>{}) << yaml;
      EXPECT_TRUE(CodesOf(yaml, Severity::kWarning).contains(each.code)) << each.code << yaml;
    }
  }
  for (const Rule& rule : rules) EXPECT_TRUE(met.contains(rule.code)) << rule.code;
}

/// That no case has its code, and none has an error.
inline void ExpectNoFindings(std::span<const CheckCase> cases) {
  for (const CheckCase& each : cases) {
    const std::string yaml = each.Yaml();
    EXPECT_EQ(CodesOf(yaml, Severity::kError), std::set<std::string>{}) << yaml;
    EXPECT_FALSE(CodesOf(yaml, Severity::kWarning).contains(each.code)) << each.code << yaml;
  }
}

}  // namespace mesh::testing
