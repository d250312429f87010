#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/checks/check_object.h"
#include "core/formats/yaml.h"

namespace mesh {

/// The one document of a text.
inline Value ObjectOf(const std::string& yaml) {
  const auto documents = ReadYaml(yaml, "test");
  EXPECT_TRUE(documents && documents->size() == 1) << yaml;
  return documents && !documents->empty() ? documents->front().value : Value();
}

/// `CODE path`, as a test writes what it expects.
inline std::vector<std::string> Written(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    out.push_back(std::string(finding.rule->code) + " " + finding.path.ToString());
  }
  return out;
}

/// All findings about an object.
inline std::vector<std::string> FindingsOf(const std::string& yaml) {
  return Written(CheckObject(ObjectOf(yaml)));
}

/// An object and all that is found about it.
struct FindingsCase {
  std::string yaml;
  std::vector<std::string> findings = {};
};

/// Expects exactly these findings about each.
inline void ExpectFindings(const std::vector<FindingsCase>& cases) {
  for (const FindingsCase& one : cases) {
    EXPECT_THAT(FindingsOf(one.yaml), ::testing::ElementsAreArray(one.findings)) << one.yaml;
  }
}

}  // namespace mesh
