#include "core/model/value.h"

#include <gtest/gtest.h>

#include <thread>

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

TEST(Value, CopiesGoTheirOwnWays) {
  Value a(Value::Map{{"list", Value::List{1}}, {"map", Value::Map{{"x", 1}}}});
  Value b = a;
  b.as_map().at("list").as_list().push_back(2);
  b.as_map().at("map").Set("y", 2);
  EXPECT_EQ(a, Value(Value::Map{{"list", Value::List{1}}, {"map", Value::Map{{"x", 1}}}}));
  EXPECT_EQ(
      b, Value(Value::Map{{"list", Value::List{1, 2}}, {"map", Value::Map{{"x", 1}, {"y", 2}}}}));
  a = Value();
  EXPECT_EQ(b.Get("list"), Value(Value::List{1, 2}));
}

TEST(Value, WhatWasMovedFromIsEmpty) {
  Value a(Value::List{1});
  const Value b = std::move(a);
  EXPECT_TRUE(a.is_list() && a.as_list().empty());  // NOLINT(bugprone-use-after-move)
  a.as_list().emplace_back(2);
  EXPECT_EQ(a, Value(Value::List{2}));
  EXPECT_EQ(b, Value(Value::List{1}));
}

/// Under ThreadSanitizer: a thread that lets go of a copy has read it before another changes it.
TEST(Value, CopiesLiveInDifferentThreads) {
  Value ours(Value::Map{{"n", Value::List{}}});
  for (int i = 0; i < 100; ++i) {
    std::thread other([theirs = ours]() mutable {
      theirs.as_map().at("n").as_list().emplace_back(-1);
      EXPECT_EQ(theirs.Get("n").as_list().back(), Value(-1));
    });
    ours.as_map().at("n").as_list().emplace_back(i);
    other.join();
  }
  EXPECT_EQ(ours.Get("n").as_list().size(), 100);
}

TEST(Value, DynamicCarriesItsType) {
  const Value typed = Value::Dynamic(Type::String(), "x");
  EXPECT_FALSE(typed == Value::Dynamic(Type::Dynamic(), "x"));
  EXPECT_EQ(typed.Plain(), Value("x"));
}

}  // namespace
}  // namespace mesh
