#include "core/model/ownership.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

using M = Value::Map;

TEST(MaskOf, LeavesAreTrueAndAClosedSpecIsOneLeaf) {
  const Value object = M{{"kind", "X"}, {"spec", M{{"a", 1}, {"l", Value::List{1}}, {"e", M{}}}}};
  EXPECT_EQ(MaskOf(object, false),
            Value(M{{"kind", true}, {"spec", M{{"a", true}, {"l", true}, {"e", true}}}}));
  EXPECT_EQ(MaskOf(object, true), Value(M{{"kind", true}, {"spec", true}}));
}

TEST(Project, ShowsOurFieldsAndNothingElse) {
  const Value mask = M{{"spec", M{{"a", true}, {"gone", true}}}};
  const Value live = M{{"kind", "X"}, {"spec", M{{"a", 2}, {"theirs", 3}}}};
  EXPECT_EQ(Project(live, mask), Value(M{{"spec", M{{"a", 2}}}}));
  EXPECT_EQ(Project(live, M{{"spec", true}}), Value(M{{"spec", M{{"a", 2}, {"theirs", 3}}}}));
}

TEST(MergeOwned, OthersFieldsStayOursFollowAndFormerOnesGo) {
  const Value live = M{{"data", M{{"ours", "1"}, {"former", "2"}, {"theirs", "3"}}}};
  const Value owned = M{{"data", M{{"ours", true}, {"former", true}}}};
  const Value desired = M{{"data", M{{"ours", "9"}}}};
  EXPECT_EQ(MergeOwned(live, desired, owned, false),
            Value(M{{"data", M{{"ours", "9"}, {"theirs", "3"}}}}));
}

TEST(MergeOwned, AFormerBranchGoesOnlyWhenNothingForeignIsLeftInIt) {
  const Value owned = M{{"metadata", M{{"labels", M{{"a", true}}}}}};
  EXPECT_EQ(
      MergeOwned(M{{"metadata", M{{"labels", M{{"a", "1"}}}}}}, M{{"metadata", M{}}}, owned, false),
      Value(M{{"metadata", M{}}}));
  EXPECT_EQ(MergeOwned(M{{"metadata", M{{"labels", M{{"a", "1"}, {"b", "2"}}}}}}, M{{"kind", "X"}},
                       owned, false),
            Value(M{{"kind", "X"}, {"metadata", M{{"labels", M{{"b", "2"}}}}}}));
}

TEST(MergeOwned, AClosedSpecIsReplacedWhole) {
  const Value live = M{{"metadata", M{{"labels", M{{"x", "y"}}}}},
                       {"spec", M{{"action", "DENY"}, {"selector", M{}}}}};
  const Value desired = M{{"spec", M{{"action", "DENY"}}}};
  EXPECT_EQ(MergeOwned(live, desired, Value(), true),
            Value(M{{"metadata", M{{"labels", M{{"x", "y"}}}}}, {"spec", M{{"action", "DENY"}}}}));
}

TEST(RemoveAt, TakesOneFieldAndLeavesTheRest) {
  Value object = M{{"a", M{{"b", 1}, {"c", 2}}}};
  RemoveAt(object, {"a", "b"});
  RemoveAt(object, {"a", "none", "deeper"});
  EXPECT_EQ(object, Value(M{{"a", M{{"c", 2}}}}));
}

}  // namespace
}  // namespace mesh
