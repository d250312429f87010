#include "provider/engine/engine_fixture.h"

namespace mesh::engine::testing {
namespace {

using ::testing::HasSubstr;

TEST_F(EngineTest, WhatWasAdoptedIsDeletedOnlyWhenThatWasSaid) {
  plane_.objects["example.com/Fence/a/f"].content = NewObject("example.com/v1", "Fence", "a", "f");
  const Value config = Config({{"name", "a"}, {"extra", Value::List{"f"}}});
  EXPECT_THAT(Text(PlanIt(Value(), config).diagnostics), HasSubstr("is adopted"));
  session_ = NewSession();
  Run(config);
  Run(Config({{"name", "a"}}));
  EXPECT_TRUE(plane_.objects.contains("example.com/Fence/a/f"));
  EXPECT_FALSE(Live("example.com/Fence/a/f").mark);
}

TEST_F(EngineTest, AMarkedObjectOutsideTheStateIsAnErrorThatNamesTheWaysOut) {
  Run(Config({{"name", "a"}}));
  const Value config = Config({{"name", "a"}});
  session_ = NewSession();
  const std::string text = Text(PlanIt(Value(), config).diagnostics);
  for (const char* word : {"managed already", "moved", "import", "adopt", "default/a"}) {
    EXPECT_THAT(text, HasSubstr(word));
  }
  session_ = NewSession();
  Live("/Namespace//a").mark->pending = true;
  EXPECT_FALSE(HasErrors(PlanIt(Value(), config).diagnostics)) << "left by a killed run";
  Live("/Namespace//a").mark = Mark{"other", "mesh_shop/default/a", true, false};
  session_ = NewSession();
  EXPECT_TRUE(HasErrors(PlanIt(Value(), config).diagnostics));
  session_ = NewSession();
  EXPECT_FALSE(HasErrors(PlanIt(Value(), Config({{"name", "a"}, {"adopt", true}})).diagnostics));
}

TEST_F(EngineTest, AnObjectThatAppearsBetweenLookAndWriteIsJudgedLikeOneThatWasSeen) {
  const Value config = Config({{"name", "a"}, {"extra", Value::List{"f"}}});
  LiveObject object;
  object.content = NewObject("example.com/v1", "Fence", "a", "f");
  plane_.late["example.com/Fence/a/f"] = object;
  ApplyAnswer applied = Run(config);
  EXPECT_FALSE(HasErrors(applied.diagnostics)) << Text(applied.diagnostics);
  EXPECT_THAT(Text(applied.diagnostics), HasSubstr("is adopted"));
  EXPECT_FALSE(Live("example.com/Fence/a/f").mark->created);

  plane_.objects.clear();
  state_ = Value();
  private_ = "";
  session_ = NewSession();
  object.mark = Mark{"other", "mesh_shop/default/b"};
  plane_.late["example.com/Fence/a/f"] = object;
  applied = Run(config);
  EXPECT_THAT(Text(applied.diagnostics), HasSubstr("managed already"));
  EXPECT_THAT(Text(applied.diagnostics), Not(HasSubstr("made by somebody else")));
  EXPECT_EQ(Live("example.com/Fence/a/f").mark, object.mark);
  EXPECT_TRUE(state_.Get("manifests").Has("v1/Namespace//a")) << "what was written is known";
}

TEST_F(EngineTest, ADestroyLeavesWhatAnotherResourceHoldsNow) {
  Run(Config({{"name", "a"}, {"on_destroy", "delete"}}));
  Live("/Namespace//a").mark->resource = "mesh_shop/default/b";
  const ApplyAnswer applied = Apply(shop_, *session_, {state_, Value(), Value(), private_});
  EXPECT_TRUE(applied.state.is_null());
  EXPECT_TRUE(plane_.objects.contains("/Namespace//a"));
}

TEST_F(EngineTest, AForbiddenFieldWarnsAtPlanFailsAtApplyAndIsTakenOverWhenSaid) {
  const Value config = Config({{"name", "a"}});
  Run(config);
  Live("/Namespace//a").content.as_map()["metadata"].as_map()["labels"].Set("stray", "x");
  Refresh();
  const PlanAnswer plan = PlanIt(state_, config, private_);
  EXPECT_FALSE(HasErrors(plan.diagnostics));
  EXPECT_THAT(Text(plan.diagnostics), HasSubstr("stray"));
  EXPECT_FALSE(plan.planned == state_) << "there is something to do";
  const ApplyAnswer refused =
      Apply(shop_, *session_, {state_, plan.planned, config, plan.planned_private});
  EXPECT_TRUE(HasErrors(refused.diagnostics));
  EXPECT_EQ(refused.state, state_);
  Run(Config({{"name", "a"}, {"take_over", true}}));
  EXPECT_FALSE(Live("/Namespace//a").content.At({"metadata", "labels"}).Has("stray"));
  Refresh();
  EXPECT_EQ(PlanIt(state_, Config({{"name", "a"}, {"take_over", true}}), private_).planned, state_);
}

TEST_F(EngineTest, AFieldOfOursThatBecomesForbiddenSimplyGoes) {
  Run(Config({{"name", "a"}}));
  LiveObject& live = Live("/Namespace//a");
  live.content.as_map()["metadata"].as_map()["labels"].Set("stray", "ours");
  live.owned = M{{"metadata", M{{"labels", M{{"stray", true}}}}}};
  const PlanAnswer plan = PlanIt(state_, Config({{"name", "a"}, {"color", "red"}}), private_);
  EXPECT_EQ(Text(plan.diagnostics), "");
  Run(Config({{"name", "a"}, {"color", "red"}}));
  EXPECT_FALSE(Live("/Namespace//a").content.At({"metadata", "labels"}).Has("stray"));
}

TEST_F(EngineTest, ClaimsNameTheOtherResourceAndSurviveBeingPlannedTwice) {
  const PlanAnswer first = PlanIt(Value(), Config({{"name", "a"}}));
  EXPECT_FALSE(
      HasErrors(PlanIt(Value(), Config({{"name", "a"}}), first.planned_private).diagnostics))
      << "the second call of a replace";
  const std::string text = Text(PlanIt(Value(), Config({{"name", "a"}})).diagnostics);
  EXPECT_THAT(text, HasSubstr("mesh_shop \"a\""));
  EXPECT_FALSE(
      HasErrors(PlanIt(Value(), Config({{"name", "b"}}), first.planned_private).diagnostics));
  session_ = NewSession();
  EXPECT_FALSE(HasErrors(PlanIt(Value(), Config({{"name", "a"}})).diagnostics));
}

}  // namespace
}  // namespace mesh::engine::testing
