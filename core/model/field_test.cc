#include "core/model/field.h"

#include <gtest/gtest.h>

#include "core/model/attr.h"

namespace mesh {
namespace {

struct Inner {
  Attr<std::string> mode;
  Attr<std::int64_t> weight;
  static std::vector<Binding<Inner>> Fields() {
    return {Bind<&Inner::mode>("mode", {.doc = "Mode.", .one_of = {"a", "b"}}),
            Bind<&Inner::weight>("weight", {.doc = "Weight.", .fallback = 7})};
  }
};
struct Outer {
  Attr<std::string> name;
  Attr<std::map<std::string, Inner>> parts;
  Attr<StringMap> labels;
  static std::vector<Binding<Outer>> Fields() {
    return {Bind<&Outer::name>("name", {.doc = "Name.", .presence = Presence::kRequired}),
            Bind<&Outer::parts>("parts", {.doc = "Parts."}),
            Bind<&Outer::labels>("labels", {.doc = "Labels."})};
  }
};

Diagnostics CheckOuter(const Value& v) { return CheckFields(FieldsOf(Outer::Fields()), v); }

TEST(Fields, ErrorsNameTheAttributeAndTheFix) {
  Diagnostics d = CheckOuter(
      Value::Map{{"name", "x"}, {"parts", Value::Map{{"p", Value::Map{{"mode", "c"}}}}}});
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].path.ToString(), "parts[\"p\"].mode");
  EXPECT_EQ(d[0].detail, "parts[\"p\"].mode is \"c\". It must be \"a\" or \"b\".");
  d = CheckOuter(Value::Map{{"name", Value()}});
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].summary, "Missing name");
  d = CheckOuter(Value::Map{{"name", "x"}, {"labels", Value::Map{{"l", Value()}}}});
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].path.ToString(), "labels[\"l\"]");
  d = CheckOuter(Value::Map{
      {"name", "x"},
      {"parts", Value::Map{{"p", Value::Map{{"weight", Number::Parse("1.5").value()}}}}}});
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].path.ToString(), "parts[\"p\"].weight");
}

TEST(Fields, UnknownPassesTheCheck) {
  EXPECT_TRUE(
      CheckOuter(Value::Map{{"name", Value::Unknown()}, {"parts", Value::Unknown()}}).empty());
}

TEST(Fields, DecodingKeepsNullUnknownAndFallbackApart) {
  const Outer o =
      Decode(Outer::Fields(),
             Value::Map{{"name", Value::Unknown()},
                        {"labels", Value::Map{{"l", Value::Unknown()}}},
                        {"parts", Value::Map{{"p", Value::Map{{"mode", Value::Unknown()}}}}}});
  EXPECT_TRUE(o.name.is_unknown());
  EXPECT_TRUE(o.labels.is_unknown());
  ASSERT_TRUE(o.parts.is_known());
  EXPECT_TRUE(o.parts->at("p").mode.is_unknown());
  EXPECT_EQ(o.parts->at("p").weight.value(), 7);
}

TEST(Fields, WireTypesFollowTheStruct) {
  const Type t = ObjectType(FieldsOf(Outer::Fields()));
  EXPECT_EQ(t.attributes().at("parts"),
            Type::Map(Type::Object({{"mode", Type::String()}, {"weight", Type::Number()}})));
  EXPECT_EQ(t.attributes().at("labels"), Type::Map(Type::String()));
}

}  // namespace
}  // namespace mesh
