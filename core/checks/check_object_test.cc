#include "core/checks/check_object.h"

#include <gmock/gmock.h>

#include <set>

#include "core/formats/yaml.h"

namespace mesh {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Value Object(const std::string& text) {
  const auto documents = ReadYaml(text, "test");
  EXPECT_TRUE(documents && documents->size() == 1) << text;
  return documents ? documents->front().value : Value();
}

std::vector<std::string> Codes(const std::string& text, const CheckSettings& settings = {}) {
  std::vector<std::string> out;
  for (const Finding& finding : CheckObject(Object(text), settings)) {
    out.push_back(std::string(finding.rule->code) + " " + finding.path.ToString());
  }
  return out;
}

std::string VirtualService(const std::string& spec) {
  return "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, "
         "namespace: "
         "b}, spec: " +
         spec + "}";
}

TEST(CheckObjectTest, AGoodObjectHasNoFindings) {
  EXPECT_THAT(Codes(VirtualService("{hosts: [a.b.c], http: [{timeout: 5s, route: [{destination: "
                                   "{host: a.b.c, port: {number: 80}}, weight: 1}]}]}")),
              IsEmpty());
}

TEST(CheckObjectTest, UnknownFieldsAreNamedWithWhatIsNear) {
  const auto found = CheckObject(Object(VirtualService("{hosts: [a], http: [{tiemout: 5s}]}")));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rule->code, "MSH1001");
  EXPECT_EQ(found[0].path.ToString(), "spec.http[0].tiemout");
  EXPECT_THAT(found[0].what, HasSubstr("Is it `timeout`?"));
  EXPECT_THAT(found[0].ToDiagnostic().detail, HasSubstr("(MSH1001)"));
}

TEST(CheckObjectTest, TypesBoundsAndForms) {
  EXPECT_THAT(Codes(VirtualService("{hosts: a}")), Contains("MSH1002 spec.hosts"));
  EXPECT_THAT(Codes(VirtualService("{hosts: [1]}")), Contains("MSH1002 spec.hosts[0]"));
  EXPECT_THAT(Codes(VirtualService("{http: [{timeout: 5 seconds}]}")),
              Contains("MSH1012 spec.http[0].timeout"));
}

TEST(CheckObjectTest, VersionsThatNobodyServes) {
  const std::string text =
      "{apiVersion: networking.istio.io/v9, kind: VirtualService, metadata: "
      "{name: a, namespace: b}, spec: {hosts: [a], tcp: [{route: [{destination: {host: a}}]}]}}";
  EXPECT_THAT(Codes(text), ElementsAre("MSH1019 apiVersion"));
}

TEST(CheckObjectTest, EveryCodeIsUniqueAndSaysWhatToDo) {
  std::set<std::string_view> codes;
  for (const RuleFamily& family : RuleFamilies()) {
    for (const Rule& rule : family.rules) {
      EXPECT_TRUE(codes.insert(rule.code).second) << rule.code;
      EXPECT_THAT(std::string(rule.code), ::testing::MatchesRegex("MSH[1-9][0-9][0-9][0-9]"));
      EXPECT_FALSE(rule.title.empty() || rule.title.ends_with('.')) << rule.code;
      EXPECT_TRUE(rule.advice.ends_with('.')) << rule.code;
      EXPECT_EQ(FindRule(rule.code), &rule);
    }
  }
}

}  // namespace
}  // namespace mesh
