#include "provider/protocol/msgpack.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

TEST(Msgpack, ObjectsRoundTrip) {
  const Type type = Type::Object({{"a", Type::String()}, {"b", Type::Dynamic()}});
  const Value value =
      Value::Map{{"a", "x"}, {"b", Value::Dynamic(Type::Number(), Number::Parse("0.1").value())}};
  EXPECT_EQ(DecodeMsgpack(EncodeMsgpack(value, type), type), value);
}

}  // namespace
}  // namespace mesh
