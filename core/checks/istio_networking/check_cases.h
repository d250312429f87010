#pragma once

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/checks/check_object.h"
#include "core/checks/testing/findings.h"

namespace mesh::istio {

/// A spec in YAML, and the codes that it must have, with their places: all of them, warnings
/// included.
struct CheckCase {
  std::string spec;
  std::vector<std::string> expected;
  /// Members of metadata beside name and namespace.
  std::string metadata = "";
};

/// An object of the kind in namespace `shop`.
inline std::string ObjectText(std::string_view kind, const CheckCase& one,
                              std::string_view version = "v1") {
  return "{apiVersion: networking.istio.io/" + std::string(version) +
         ", kind: " + std::string(kind) + ", metadata: {name: one, namespace: shop" +
         (one.metadata.empty() ? "" : ", " + one.metadata) + "}, spec: " + one.spec + "}";
}

/// What is found in an object, without what every object of the kind has.
inline std::vector<std::string> Codes(const std::string& text, const CheckSettings& settings = {}) {
  std::vector<std::string> out = Written(CheckObject(ObjectOf(text), settings));
  std::erase_if(out, [](const std::string& one) { return one.ends_with(" kind"); });
  return out;
}

inline void ExpectCodes(std::string_view kind, const std::vector<CheckCase>& cases,
                        std::string_view version = "v1") {
  for (const CheckCase& one : cases) {
    EXPECT_THAT(Codes(ObjectText(kind, one, version)),
                ::testing::UnorderedElementsAreArray(one.expected))
        << one.spec;
  }
}

/// Codes from `first` to `last` that no case expects.
inline std::vector<std::string> Untested(std::string_view first, std::string_view last,
                                         const std::vector<CheckCase>& cases) {
  std::set<std::string> seen;
  for (const CheckCase& one : cases) {
    for (const std::string& code : one.expected) seen.insert(code.substr(0, code.find(' ')));
  }
  std::vector<std::string> out;
  for (const RuleFamily& family : RuleFamilies()) {
    for (const Rule& rule : family.rules) {
      const std::string code(rule.code);
      if (code >= first && code <= last && !seen.contains(code)) out.push_back(code);
    }
  }
  return out;
}

}  // namespace mesh::istio
