#include <gtest/gtest.h>

#include "provider/protocol/cty_json.h"
#include "provider/protocol/msgpack.h"
#include "provider/protocol/samples/describe.h"
#include "provider/protocol/samples/random_values.h"
#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

constexpr std::uint64_t kRuns = 4000;

TEST(RoundTrip, MsgpackKeepsEveryValue) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    RandomValues random(seed);
    const Type type = random.MakeType(4);
    const Value value = random.MakeValue(type);
    const std::string bytes = EncodeMsgpack(value, type);
    const Result<Value> again = DecodeMsgpack(bytes, type);
    ASSERT_TRUE(again) << seed << ": " << again.error().front().detail;
    ASSERT_TRUE(EqualAs(type, *again, value)) << seed << ": " << Describe(value, type);
    ASSERT_EQ(EncodeMsgpack(*again, type), bytes) << seed;
  }
}

TEST(RoundTrip, JsonKeepsEveryKnownValue) {
  int known = 0;
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    RandomValues random(seed);
    const Type type = random.MakeType(3);
    const Value value = random.MakeValue(type);
    if (value.HasUnknown()) continue;
    ++known;
    const std::string text = EncodeCtyJson(value, type);
    for (const auto& again : {DecodeCtyJson(text, type), DecodeStateJson(text, type)}) {
      ASSERT_TRUE(again) << seed << ": " << again.error().front().detail << "\n" << text;
      ASSERT_TRUE(EqualAs(type, *again, value)) << seed << ": " << text;
      ASSERT_EQ(EncodeCtyJson(*again, type), text) << seed;
    }
  }
  EXPECT_GT(known, 1000);
}

TEST(RoundTrip, TypesKeepTheirMeaning) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    const Type type = RandomValues(seed).MakeType(5);
    EXPECT_EQ(ParseTypeJson(TypeJson(type)), type) << TypeJson(type);
  }
}

}  // namespace
}  // namespace mesh
