#include "planes/memory/memory_plane.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>

#include "planes/directory/directory_plane.h"

namespace mesh {
namespace {

using testing::ElementsAre;

/// What every plane promises; the fake is worth something only as far as it behaves like a real
/// one.
class AnyPlane : public testing::TestWithParam<bool> {
 protected:
  AnyPlane() {
    if (GetParam()) {
      std::string name = (std::filesystem::temp_directory_path() / "plane.XXXXXX").string();
      place_ = mkdtemp(name.data());
      plane_ = OpenDirectory({place_ + "/tree", "default"});
    } else {
      plane_ = std::make_unique<MemoryPlane>();
    }
  }
  ~AnyPlane() override {
    plane_.reset();
    if (!place_.empty()) std::filesystem::remove_all(place_);
  }

  static ObjectKey Key(const std::string& name) { return {"v1", "ConfigMap", "a", name}; }
  static Change Apply(const std::string& name, const std::string& resource, Value::Map data) {
    Value content = NewObject("v1", "ConfigMap", "a", name);
    content.Set("data", Value(std::move(data)));
    return {.key = Key(name), .content = content, .mark = {"platform", resource, true, false}};
  }
  static Change Leave(Change::Kind kind, const std::string& name, const std::string& resource) {
    return {.kind = kind, .key = Key(name), .mark = {"platform", resource, true, false}};
  }
  std::optional<LiveObject> Live(const std::string& name) {
    return std::move((*plane_->Read({Key(name)})).front());
  }
  bool Make(const Change& change) { return plane_->Make({change}).front().done; }

  std::unique_ptr<Plane> plane_;

 private:
  std::string place_;
};

TEST_P(AnyPlane, ShowsWhatWasAppliedWithItsMarkAndMask) {
  EXPECT_FALSE(Live("m"));
  ASSERT_TRUE(Make(Apply("m", "r", {{"x", "1"}})));
  const auto live = Live("m");
  ASSERT_TRUE(live);
  EXPECT_EQ(live->content.At({"data", "x"}), Value("1"));
  EXPECT_EQ(live->mark, (Mark{"platform", "r", true, false}));
  EXPECT_EQ(live->owned.At({"data", "x"}), Value(true));
}

TEST_P(AnyPlane, AnotherWriterOfAnObjectTakesTheMarkAndKeepsTheFields) {
  ASSERT_TRUE(Make(Apply("m", "first", {{"x", "1"}})));
  ASSERT_TRUE(Make(Apply("m", "first", {{"y", "2"}})));
  EXPECT_EQ(Live("m")->content.Get("data"), Value(Value::Map{{"y", "2"}}));
  ASSERT_TRUE(Make(Apply("m", "second", {{"y", "3"}})));
  EXPECT_EQ(Live("m")->mark->resource, "second");
  EXPECT_TRUE(Live("m")->mark->created);
}

TEST_P(AnyPlane, LeavingIsForTheHolderOfTheMark) {
  ASSERT_TRUE(Make(Apply("m", "r", {{"x", "1"}})));
  for (const Change::Kind kind : {Change::Kind::kDelete, Change::Kind::kRelease}) {
    const auto results = plane_->Make({Leave(kind, "m", "other")});
    EXPECT_TRUE(results.front().done);
    EXPECT_EQ(results.front().diagnostics.size(), 1U);
    EXPECT_TRUE(Live("m")->mark);
  }
  EXPECT_TRUE(Make(Leave(Change::Kind::kRelease, "m", "r")));
  EXPECT_FALSE(Live("m")->mark);
  ASSERT_TRUE(Make(Apply("m", "r", {{"x", "1"}})));
  EXPECT_FALSE(Live("m")->mark->created);
  EXPECT_TRUE(Make(Leave(Change::Kind::kDelete, "m", "r")));
  EXPECT_FALSE(Live("m"));
  EXPECT_TRUE(Make(Leave(Change::Kind::kDelete, "m", "r")));
}

TEST_P(AnyPlane, FindsObjectsByResource) {
  ASSERT_TRUE(Make(Apply("n", "t/a", {})));
  ASSERT_TRUE(Make(Apply("m", "t/a", {})));
  ASSERT_TRUE(Make(Apply("o", "u/a", {})));
  EXPECT_THAT(*plane_->FindByResource("t/a"), ElementsAre(Key("m"), Key("n")));
  EXPECT_THAT(*plane_->Resources("t/"), ElementsAre("t/a"));
  EXPECT_THAT(*plane_->Resources(""), ElementsAre("t/a", "u/a"));
}

INSTANTIATE_TEST_SUITE_P(Planes, AnyPlane, testing::Bool(),
                         [](const auto& p) { return p.param ? "Directory" : "Memory"; });

TEST(MemoryPlane, AFailureStopsLaterDeletesOnly) {
  MemoryPlane plane;
  Value content = NewObject("v1", "ConfigMap", "a", "good");
  plane.failures["/ConfigMap/a/bad"] = "no room";
  const auto results =
      plane.Make({{.key = {"v1", "ConfigMap", "a", "bad"}},
                  {.key = {"v1", "ConfigMap", "a", "good"}, .content = content},
                  {.kind = Change::Kind::kDelete, .key = {"v1", "ConfigMap", "a", "good"}}});
  EXPECT_FALSE(results[0].done);
  EXPECT_EQ(results[0].diagnostics.front().detail, "no room");
  EXPECT_TRUE(results[1].done);
  EXPECT_FALSE(results[2].done);
}

}  // namespace
}  // namespace mesh
