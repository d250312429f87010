#include "core/model/value.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

TEST(Value, TheSixEmptyThingsDiffer) {
  const std::vector<Value> empties = {
      Value(),      Value::Unknown(), Value(Value::Map{}), Value(Value::List{}), Value(0),
      Value(false), Value("")};
  for (std::size_t i = 0; i < empties.size(); ++i) {
    for (std::size_t j = 0; j < empties.size(); ++j) {
      EXPECT_EQ(empties[i] == empties[j], i == j) << i << " " << j;
    }
  }
}

TEST(Value, AbsentReadsAsNullButIsNotAMember) {
  const Value v(Value::Map{{"a", Value()}});
  EXPECT_TRUE(v.Get("a").is_null());
  EXPECT_TRUE(v.Get("b").is_null());
  EXPECT_TRUE(v.Has("a"));
  EXPECT_FALSE(v.Has("b"));
  EXPECT_TRUE(v.At({"a", "b", "c"}).is_null());
}

TEST(Value, UnknownIsFoundAnywhere) {
  const Value v(Value::Map{{"a", Value::List{1, Value::Unknown()}}});
  EXPECT_TRUE(v.HasUnknown());
  EXPECT_FALSE(Value(Value::Map{{"a", Value::List{1}}}).HasUnknown());
  EXPECT_TRUE(Value::Dynamic(Type::String(), Value::Unknown()).HasUnknown());
}

TEST(Value, SetsCompareWithoutOrderListsWithIt) {
  const Value a(Value::List{"x", "y"}), b(Value::List{"y", "x"});
  EXPECT_TRUE(EqualAs(Type::Set(Type::String()), a, b));
  EXPECT_FALSE(EqualAs(Type::List(Type::String()), a, b));
  const Type object = Type::Object({{"s", Type::Set(Type::String())}});
  EXPECT_TRUE(EqualAs(object, Value::Map{{"s", a}}, Value::Map{{"s", b}}));
}

TEST(Value, DynamicCarriesItsType) {
  const Value typed = Value::Dynamic(Type::String(), "x");
  EXPECT_FALSE(typed == Value::Dynamic(Type::Dynamic(), "x"));
  EXPECT_EQ(typed.Plain(), Value("x"));
}

}  // namespace
}  // namespace mesh
