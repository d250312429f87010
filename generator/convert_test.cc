#include "generator/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/formats/yaml.h"

namespace mesh::generator {
namespace {

using testing::HasSubstr;

std::vector<Field> Fields() {
  return {{.name = "version"},
          {.name = "count", .type = Type::Number()},
          {.name = "loud", .type = Type::Bool()},
          {.name = "hosts", .type = Type::List(Type::String())},
          {.name = "labels", .type = Type::Map(Type::String())},
          {.name = "anything", .type = Type::Dynamic()},
          {.name = "parts", .nesting = Nesting::kMap, .fields = {{.name = "size"}}},
          {.name = "shown", .presence = Presence::kComputed}};
}

struct Outcome {
  Value config;
  Diagnostics diagnostics;
};

Outcome Read(const std::string& yaml) {
  Outcome out;
  out.config =
      Convert(Fields(), ReadYaml(yaml, "test")->front().value, Path("here"), out.diagnostics);
  return out;
}

std::string DetailOf(const std::string& yaml) {
  const Outcome out = Read(yaml);
  return out.diagnostics.size() == 1 ? out.diagnostics.front().detail
                                     : std::to_string(out.diagnostics.size()) + " diagnostics";
}

TEST(Convert, KeepsTypesAndSpellings) {
  const Outcome out = Read(
      "{version: '1.20', count: 10.0, loud: false, hosts: [a], labels: {k: v}, parts: {p: "
      "{size: s}}}");
  EXPECT_TRUE(out.diagnostics.empty());
  EXPECT_EQ(out.config.Get("version"), Value("1.20"));
  EXPECT_EQ(out.config.Get("count").as_number().text(), "10.0");
  EXPECT_EQ(out.config.Get("loud"), Value(false));
  EXPECT_EQ(out.config.At({"parts", "p", "size"}), Value("s"));
}

TEST(Convert, AbsentStaysAbsentAndEmptyStaysEmpty) {
  const Outcome out = Read("{hosts: [], labels: }");
  EXPECT_TRUE(out.config.Get("hosts").is_list());
  EXPECT_TRUE(out.config.Get("labels").is_null());
  EXPECT_TRUE(out.config.Get("version").is_null());
}

TEST(Convert, AnUnquotedNumberIsNoString) {
  EXPECT_EQ(DetailOf("version: 1.20"),
            "here.version is the number 1.20, but must be a string. Quote it: \"1.20\".");
  EXPECT_THAT(DetailOf("labels: {on: true}"), HasSubstr("Quote it: \"true\"."));
  EXPECT_THAT(DetailOf("hosts: [1]"), HasSubstr("here.hosts[0] is the number 1"));
}

TEST(Convert, AQuotedNumberIsNoNumber) {
  EXPECT_THAT(DetailOf("count: '3'"), HasSubstr("must be a number. Write it without quotes."));
  EXPECT_THAT(DetailOf("loud: 'true'"), HasSubstr("Write it without quotes."));
  EXPECT_THAT(DetailOf("count: many"), testing::Not(HasSubstr("quotes")));
}

TEST(Convert, ListsAndMapsAreNotScalars) {
  EXPECT_THAT(DetailOf("hosts: a"), HasSubstr("must be a list"));
  EXPECT_THAT(DetailOf("labels: [a]"), HasSubstr("must be a map"));
  EXPECT_THAT(DetailOf("parts: {p: x}"), HasSubstr("here.parts[\"p\"] is the string \"x\""));
}

TEST(Convert, UnknownAttributesGetTheNearestName) {
  EXPECT_THAT(DetailOf("conut: 1"), HasSubstr("Did you mean \"count\"?"));
  EXPECT_THAT(DetailOf("parts: {p: {sizes: x}}"),
              HasSubstr("here.parts[\"p\"].sizes is no attribute here. Did you mean \"size\"?"));
  EXPECT_THAT(DetailOf("something_else: 1"), HasSubstr("Known here: version, count"));
}

TEST(Convert, ComputedAttributesCannotBeSet) {
  EXPECT_THAT(DetailOf("shown: x"), HasSubstr("cannot be set"));
}

TEST(Convert, AnythingCarriesItsTypeAsItWouldFromTheHost) {
  const Outcome out = Read("anything: {a: 1, b: [x, true]}");
  const Value& anything = out.config.Get("anything");
  ASSERT_TRUE(anything.is_dynamic());
  EXPECT_EQ(
      anything.dynamic_type(),
      Type::Object({{"a", Type::Number()}, {"b", Type::Tuple({Type::String(), Type::Bool()})}}));
}

}  // namespace
}  // namespace mesh::generator
