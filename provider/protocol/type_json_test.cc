#include "provider/protocol/type_json.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

TEST(TypeJson, IsCompactAndSorted) {
  const Type type = Type::Object({{"b", Type::List(Type::Map(Type::Bool()))},
                                  {"a", Type::Set(Type::Number())},
                                  {"c", Type::Tuple({Type::String(), Type::Dynamic()})}});
  EXPECT_EQ(
      TypeJson(type),
      R"(["object",{"a":["set","number"],"b":["list",["map","bool"]],"c":["tuple",["string","dynamic"]]}])");
  EXPECT_EQ(TypeJson(Type::Object({})), R"(["object",{}])");
  EXPECT_EQ(TypeJson(Type::Tuple({})), R"(["tuple",[]])");
}

TEST(TypeJson, MarksOfOptionalAttributesAreDropped) {
  EXPECT_EQ(ParseTypeJson(R"( [ "object" , {"a":"string", "b":"bool"}, ["b"] ] )"),
            Type::Object({{"a", Type::String()}, {"b", Type::Bool()}}));
}

TEST(TypeJson, RefusesWhatIsNoType) {
  for (const char* text :
       {"", "string", "\"int\"", "\"list\"", "[]", "[\"list\"]", "[\"list\",\"string\",\"string\"]",
        "[\"string\",\"string\"]", "[\"map\",{}]", "[\"object\",[]]", "[\"object\",{\"a\":1}]",
        "[\"object\",{\"a\":\"bool\",\"a\":\"bool\"}]", "[\"object\",{},[1]]",
        "[\"object\",{},[],1]", "[\"tuple\",{}]", "[\"tuple\",[\"string\"],[]]", "[5]",
        "\"bool\" 1", "null"}) {
    EXPECT_FALSE(ParseTypeJson(text)) << text;
  }
}

TEST(TypeJson, AnErrorSaysWhatAndWhatToDo) {
  const auto type = ParseTypeJson("[\"array\",\"string\"]");
  ASSERT_FALSE(type);
  EXPECT_EQ(type.error().front().detail.find("there is no type `array`. "), 0U);
}

TEST(ImpliedType, OfADynamicIsItsOwn) {
  const Value value = Value::Map{{"a", Value::Dynamic(Type::List(Type::Bool()), Value())},
                                 {"b", Value::Unknown()},
                                 {"c", Value::List{}}};
  EXPECT_EQ(ImpliedType(value),
            Type::Object(
                {{"a", Type::List(Type::Bool())}, {"b", Type::Dynamic()}, {"c", Type::Tuple({})}}));
}

}  // namespace
}  // namespace mesh
