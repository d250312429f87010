#include "provider/protocol/msgpack.h"

#include <gtest/gtest.h>

#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

using namespace std::string_literals;  // NOLINT: bytes with zeros in them

Number N(const char* text) { return Number::Parse(text).value(); }

Type RuleType() {
  const Type rule = Type::Object({{"path", Type::String()}, {"port", Type::Number()}});
  return Type::Object({{"labels", Type::Map(Type::String())},
                       {"name", Type::String()},
                       {"rules", Type::List(rule)},
                       {"zones", Type::Set(rule)}});
}

/// The detail of the refusal of `bytes`, with the path in front.
std::string Refusal(std::string_view bytes, const Type& type) {
  const Result<Value> value = DecodeMsgpack(bytes, type);
  if (value) return "(accepted)";
  EXPECT_EQ(value.error().size(), 1U);
  return value.error().front().path.ToString() + " | " + value.error().front().detail;
}

void ExpectRefusal(std::string_view bytes, const Type& type, const std::string& start) {
  EXPECT_EQ(Refusal(bytes, type).substr(0, start.size()), start);
}

TEST(Msgpack, NoBytesAreNull) { EXPECT_EQ(DecodeMsgpack("", Type::Bool()), Value()); }

TEST(Msgpack, APlainValueAtADynamicPlaceGetsItsImpliedType) {
  const Value manifest = Value::Map{{"data", Value::List{1, "x", Value()}}, {"n", N("0.1")}};
  const std::string bytes = EncodeMsgpack(manifest, Type::Dynamic());
  const Type implied = Type::Object(
      {{"data", Type::Tuple({Type::Number(), Type::String(), Type()})}, {"n", Type::Number()}});
  EXPECT_EQ(bytes, EncodeMsgpack(Value::Dynamic(implied, manifest), Type::Dynamic()));
  EXPECT_EQ(DecodeMsgpack(bytes, Type::Dynamic()), Value::Dynamic(implied, manifest));
}

TEST(Msgpack, ATypedValueAtAPlainPlaceLosesItsType) {
  EXPECT_EQ(EncodeMsgpack(Value::Dynamic(Type::String(), "x"), Type::String()), "\xa1x");
}

TEST(Msgpack, ObjectsAreWrittenWithExactlyTheAttributesOfTheirType) {
  const Type type = Type::Object({{"a", Type::String()}, {"c", Type::Bool()}});
  const Value value = Value::Map{{"a", "x"}, {"b", 1}};
  EXPECT_EQ(EncodeMsgpack(value, type), "\x82\xa1"s + "a\xa1x\xa1" + "c\xc0");
}

TEST(Msgpack, ValuesOfTheWrongKindAreWrittenAsWhatTheyAre) {
  const Type type = Type::Object({{"a", Type::Number()}, {"b", Type::String()}});
  EXPECT_EQ(EncodeMsgpack("x", type), "\xa1x");
  EXPECT_EQ(EncodeMsgpack(Value::List{"x"}, Type::Tuple({})), "\x91\x92\xc4\x08\"string\"\xa1x");
  EXPECT_EQ(EncodeMsgpack(Value::List{}, type), "\x90");
  EXPECT_EQ(EncodeMsgpack(Value::Map{}, Type::String()), "\x80");
}

TEST(Msgpack, NumbersAreExact) {
  EXPECT_EQ(EncodeMsgpack(N("10.0"), Type::Number()), "\x0a");
  EXPECT_EQ(EncodeMsgpack(N("1e3"), Type::Number()), "\xcd\x03\xe8");
  EXPECT_EQ(EncodeMsgpack(N("-0"), Type::Number()), "\0"s);
  EXPECT_EQ(EncodeMsgpack(N("18446744073709551615"), Type::Number()), "\xcf" + std::string(8, -1));
  EXPECT_EQ(EncodeMsgpack(N("18446744073709551616"), Type::Number()),
            "\xb4"
            "18446744073709551616");
  EXPECT_EQ(EncodeMsgpack(N("0.10"), Type::Number()),
            "\xa3"
            "0.1");
  EXPECT_EQ(EncodeMsgpack(N("9007199254740993.5"), Type::Number()),
            "\xb2"
            "9007199254740993.5");
}

TEST(Msgpack, ObjectErrorsNameTheAttribute) {
  const Type type = Type::Object({{"a", Type::String()}, {"b", Type::Number()}});
  ExpectRefusal(
      "\x81\xa1"
      "b\x01",
      type, " | the attribute \"a\" is missing. ");
  ExpectRefusal(
      "\x83\xa1"
      "a\xa1x\xa1"
      "b\x01\xa1"
      "c\x02",
      type, " | there is no attribute \"c\". ");
  ExpectRefusal(
      "\x82\xa1"
      "a\xa1x\xa1"
      "a\xa1x",
      type, " | the attribute \"a\" is given twice. ");
  ExpectRefusal(
      "\x82\xa1"
      "a\x05\xa1"
      "b\x01",
      type, "a | At a: a string is required, not a number. ");
  ExpectRefusal(
      "\x82\x05\xa1x\xa1"
      "b\x01",
      type, " | a string is required, not a number. ");
  ExpectRefusal("\x80", type, " | the attribute \"a\" is missing. ");
}

TEST(Msgpack, ErrorsNameThePlaceAndStopAtSets) {
  const Value good_rule = Value::Map{{"path", "/"}, {"port", 80}};
  const Value bad_rule = Value::Map{{"path", "/"}, {"port", "many"}};
  const Value good = Value::Map{{"labels", Value::Map{{"a", "x"}}},
                                {"name", "n"},
                                {"rules", Value::List{good_rule}},
                                {"zones", Value::List{good_rule}}};
  const Type type = RuleType();
  EXPECT_EQ(DecodeMsgpack(EncodeMsgpack(good, type), type), good);
  Value bad = good;
  bad.Set("labels", Value::Map{{"a", true}});
  ExpectRefusal(EncodeMsgpack(bad, type), type,
                "labels[\"a\"] | At labels[\"a\"]: a string is required, not a bool. ");
  bad = good;
  bad.Set("rules", Value::List{good_rule, bad_rule});
  ExpectRefusal(EncodeMsgpack(bad, type), type,
                "rules[1].port | At rules[1].port: a number is required, not a string. ");
  bad = good;
  bad.Set("zones", Value::List{good_rule, bad_rule});
  ExpectRefusal(EncodeMsgpack(bad, type), type,
                "zones | At zones: a number is required, not a string. ");
}

TEST(Msgpack, RepeatedKeysOfMapsAreRefusedInAnyForm) {
  const Type type = Type::Map(Type::Number());
  ExpectRefusal(
      "\x82\xa1"
      "a\x01\xa1"
      "a\x02",
      type, " | the key \"a\" is given twice. ");
  ExpectRefusal(
      "\x82\xa2\xc3\xa9\x01\xa3"
      "e\xcc\x81\x02",
      type, " | the key \"\xc3\xa9\" is given twice. ");
}

TEST(Msgpack, TextThatIsNoUtf8IsRefused) {
  ExpectRefusal("\xa1\xff", Type::String(), " | the string is not valid UTF-8. ");
  ExpectRefusal("\x81\xa1\xff\x01", Type::Map(Type::Number()),
                " | the string is not valid UTF-8. ");
  ExpectRefusal("\x81\xa1\xff\x01", Type::Object({{"a", Type()}}),
                " | there is no attribute \"(not UTF-8)\". ");
}

TEST(Msgpack, NotANumberIsRefused) {
  ExpectRefusal("\xcb\x7f\xf8\0\0\0\0\0\0"s, Type::Number(), " | a number is required");
  ExpectRefusal("\xa3nan", Type::Number(), " | a number is required");
}

TEST(Msgpack, LyingLengthsNeitherCrashNorAllocate) {
  for (const char* header : {"\xdd\xff\xff\xff\xff", "\xdf\xff\xff\xff\xff", "\xdb\xff\xff\xff\xff",
                             "\xc6\xff\xff\xff\xff", "\xc9\xff\xff\xff\xff"}) {
    for (const Type& type : {Type::String(), Type::List(Type::Bool()), Type::Set(Type::Bool()),
                             Type::Map(Type::Bool()), Type::Object({{"a", Type::Bool()}}),
                             Type::Tuple({Type::Bool()}), Type::Dynamic()}) {
      EXPECT_FALSE(DecodeMsgpack(header, type));
      EXPECT_FALSE(DecodeMsgpack(header + std::string(64, '\xc0'), type));
    }
  }
}

TEST(Msgpack, NestingWithoutEndIsRefused) {
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes += "\x92\xc4\x09\"dynamic\"";
  ExpectRefusal(bytes, Type::Dynamic(), " | the value is nested too deeply. ");
  std::string type;
  for (int i = 0; i < 50000; ++i) type += "[\"list\",";
  bytes = "\x92\xc6" + std::string("\0\x06\x1a\x80", 4) + type;
  ExpectRefusal(bytes, Type::Dynamic(), " | the type is nested too deeply");
}

TEST(Msgpack, ManyElementsOfASetAreMergedInTime) {
  Value::List elements;
  for (int i = 0; i < 50000; ++i) elements.emplace_back(i / 2);
  const Type type = Type::Set(Type::Number());
  const Result<Value> value = DecodeMsgpack(EncodeMsgpack(elements, type), type);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_list().size(), 25000U);
}

TEST(Msgpack, SetsAreEqualInAnyOrderWithinSets) {
  const Type type = Type::Set(Type::Set(Type::String()));
  const Value value = Value::List{Value::List{"a", "b"}, Value::List{"b", "a"}, Value::List{"a"}};
  const Result<Value> again = DecodeMsgpack(EncodeMsgpack(value, type), type);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->as_list().size(), 2U);
}

}  // namespace
}  // namespace mesh
