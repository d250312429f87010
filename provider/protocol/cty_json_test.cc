#include "provider/protocol/cty_json.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

Type StateType() {
  const Type rule = Type::Object({{"path", Type::String()}, {"port", Type::Number()}});
  return Type::Object({{"manifest", Type::Dynamic()},
                       {"name", Type::String()},
                       {"rules", Type::List(rule)},
                       {"zones", Type::Set(Type::String())}});
}

std::string Refusal(const Result<Value>& value) {
  if (value) return "(accepted)";
  return value.error().front().path.ToString() + " | " + value.error().front().detail;
}

void ExpectRefusal(const Result<Value>& value, const std::string& start) {
  EXPECT_EQ(Refusal(value).substr(0, start.size()), start);
}

TEST(StateJson, FitsAnOlderStateToTheSchemaOfToday) {
  const Result<Value> value = DecodeStateJson(
      R"({"gone": {"deep": [1, {"a": "\u00e9", "b": null}, true]}, "rules": [{"path": "/", "gone": 1}],
          "zones": ["b", "a", "b"]})",
      StateType());
  ASSERT_TRUE(value) << Refusal(value);
  EXPECT_EQ(*value,
            Value(Value::Map{{"manifest", Value()},
                             {"name", Value()},
                             {"rules", Value::List{Value::Map{{"path", "/"}, {"port", Value()}}}},
                             {"zones", Value::List{"b", "a"}}}));
}

TEST(StateJson, ReadsDynamicValuesWhoseTypeComesLast) {
  const Result<Value> value = DecodeStateJson(
      "{\n  \"manifest\": {\n    \"value\": {\"replicas\": 3, \"weight\": 0.10},\n"
      "    \"type\": [\"object\", {\"replicas\": \"number\", \"weight\": \"number\"}]\n  }\n}\n",
      StateType());
  ASSERT_TRUE(value) << Refusal(value);
  const Value& manifest = value->Get("manifest");
  ASSERT_TRUE(manifest.is_dynamic());
  EXPECT_EQ(manifest.dynamic_type(),
            Type::Object({{"replicas", Type::Number()}, {"weight", Type::Number()}}));
  EXPECT_EQ(manifest.Get("weight").as_number().text(), "0.10");
}

TEST(StateJson, NumbersNeverPassThroughDouble) {
  const Result<Value> value = DecodeStateJson("[9007199254740993, 0.1234567890123456789012345]",
                                              Type::List(Type::Number()));
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_list()[0].as_number().text(), "9007199254740993");
  EXPECT_EQ(value->as_list()[1].as_number().text(), "0.1234567890123456789012345");
}

TEST(StateJson, NumbersThatNobodyCanWriteOutAreRefused) {
  const Type type = Type::Number();
  EXPECT_TRUE(DecodeStateJson("1e9000", type));
  EXPECT_TRUE(DecodeStateJson("0e99999999999", type));
  ExpectRefusal(DecodeStateJson("1e99999999999", type),
                " | the number is too large or too small. ");
  ExpectRefusal(DecodeStateJson("0." + std::string(20000, '0') + "1", type),
                " | the number is too large or too small. ");
}

TEST(StateJson, NullStateIsNull) { EXPECT_EQ(DecodeStateJson(" null ", StateType()), Value()); }

TEST(StateJson, ErrorsNameThePlace) {
  const Type type = StateType();
  ExpectRefusal(DecodeStateJson("", type), " | the text ends where `{` is required");
  ExpectRefusal(DecodeStateJson("{\"name\":\n\n[]}", type),
                "name | At name: a string is required, not an array (line 3 of the JSON text). ");
  ExpectRefusal(DecodeStateJson(R"({"rules":[{},{"port":"x"}]})", type),
                "rules[1].port | At rules[1].port: a number is required, not the string \"x\". ");
  ExpectRefusal(DecodeStateJson(R"({"zones":["a",{}]})", type),
                "zones | At zones: a string is required, not an object");
  ExpectRefusal(DecodeStateJson(R"({"name":"a","name":"b"})", type),
                " | the attribute \"name\" is given twice. ");
  ExpectRefusal(DecodeStateJson(R"({"manifest":{"type":"string","value":5,"value":6}})", type),
                "manifest | At manifest: \"value\" of a dynamic value is given twice. ");
  ExpectRefusal(DecodeStateJson(R"({"manifest":{"type":["list","number"],"value":[1,{}]}})", type),
                "manifest[1] | At manifest[1]: a number is required, not an object");
  ExpectRefusal(DecodeStateJson(R"({"a":1,"a":2})", Type::Map(Type::Number())),
                " | the key \"a\" is given twice. ");
  ExpectRefusal(DecodeStateJson("{} {}", type), " | the end of the value is required");
}

TEST(StateJson, MalformedTextIsRefused) {
  for (const char* text : {"[", "[1", "[1 2]", "[1,]", "[,1]", "[01]", "[1.]", "[.5]", "[+1]",
                           "[1e]", "[-]", "[0x1]", "[NaN]", "[nul]", "]", "{", "[1]]"}) {
    EXPECT_FALSE(DecodeStateJson(text, Type::List(Type::Number()))) << text;
  }
  for (const char* text : {R"("\x")", R"("\u12")", R"("\u12g4")", R"("\ud800")",
                           R"("\ud800\u0041")", R"("\udc00")", "\"a\nb\"", "\"a", "\"\\", "\"\\\"",
                           "'a'", "\"\xff\"", "\"\xed\xa0\x80\"", "\"\xc0\x80\""}) {
    EXPECT_FALSE(DecodeStateJson(text, Type::String())) << text;
  }
}

TEST(StateJson, NestingWithoutEndIsRefused) {
  const std::string deep(200000, '[');
  ExpectRefusal(DecodeStateJson("{\"gone\":" + deep, StateType()), " | nested too deeply");
  ExpectRefusal(DecodeStateJson("{\"manifest\":{\"value\":" + deep, StateType()),
                "manifest | At manifest: nested too deeply");
}

TEST(CtyJson, RefusesWhatTheTypeDoesNotKnow) {
  ExpectRefusal(DecodeCtyJson(R"({"rules":[{"gone":1}]})", StateType()),
                "rules[0] | At rules[0]: there is no attribute \"gone\". ");
}

TEST(CtyJson, WritesOneLineWithSortedKeys) {
  const Value value = Value::Map{{"zones", Value::List{"b"}}, {"manifest", Value::Map{{"a", 1}}}};
  EXPECT_EQ(EncodeCtyJson(value, StateType()),
            R"({"manifest":{"value":{"a":1},"type":["object",{"a":"number"}]},"name":null,)"
            R"("rules":null,"zones":["b"]})");
}

TEST(CtyJson, UnknownsAndInfinitiesHaveAStandIn) {
  EXPECT_EQ(EncodeCtyJson(Value::Unknown(), Type::Dynamic()), "null");
  const Value infinity = Number::Infinity(true);
  EXPECT_EQ(EncodeCtyJson(infinity, Type::Number()), "\"-inf\"");
  EXPECT_EQ(DecodeCtyJson("\"-inf\"", Type::Number()), infinity);
}

}  // namespace
}  // namespace mesh
