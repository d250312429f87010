#include "provider/engine/engine_fixture.h"

namespace mesh::engine::testing {
namespace {

using ::testing::HasSubstr;

TEST_F(EngineTest, ManifestsAreKnownAtPlanAndExactlyWhatApplyReturns) {
  const Value config = Config({{"name", "a"}, {"color", "red"}});
  const PlanAnswer plan = PlanIt(Value(), config);
  EXPECT_EQ(plan.planned.At({kManifests, "v1/Namespace//a"}),
            Value(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"labels":)"
                  R"({"color":"red"},"name":"a"}})"));
  EXPECT_TRUE(plane_.objects.empty());
  session_ = NewSession();
  const ApplyAnswer applied = Run(config);
  EXPECT_EQ(applied.state, plan.planned);
  EXPECT_EQ(PlanIt(state_, config, private_).planned, state_);
}

TEST_F(EngineTest, UnknownInputMakesOnlyWhatDependsOnItUnknown) {
  Value planned = PlanIt(Value(), Config({{"name", "a"}, {"color", Value::Unknown()}})).planned;
  EXPECT_TRUE(planned.At({kManifests, "v1/Namespace//a"}).is_unknown());
  planned = PlanIt(Value(), Config({{"name", Value::Unknown()}})).planned;
  EXPECT_TRUE(planned.Get(kManifests).is_unknown());
}

TEST_F(EngineTest, DriftOfOurFieldsShowsAndForeignFieldsDoNot) {
  const Value config = Config({{"name", "a"}, {"color", "red"}});
  Run(config);
  const auto labels = [this]() -> Value& {
    return Live("/Namespace//a").content.as_map()["metadata"].as_map()["labels"];
  };
  labels().Set("theirs", "x");
  const Value before = state_;
  Refresh();
  EXPECT_EQ(state_, before);
  labels().Set("color", "blue");
  Refresh();
  EXPECT_THAT(state_.At({kManifests, "v1/Namespace//a"}).as_string(), HasSubstr("blue"));
  Run(config);
  EXPECT_EQ(labels().Get("color"), Value("red"));
  EXPECT_EQ(labels().Get("theirs"), Value("x"));
}

TEST_F(EngineTest, AnythingForeignInAClosedSpecIsDriftAndIsRemoved) {
  const Value config = Config({{"name", "a"}, {"extra", Value::List{"f"}}});
  Run(config);
  Value& spec = Live("example.com/Fence/a/f").content.as_map()["spec"];
  spec.Set("selector", M{{"app", "none"}});
  Refresh();
  EXPECT_FALSE(PlanIt(state_, config, private_).planned == state_);
  Run(config);
  EXPECT_FALSE(Live("example.com/Fence/a/f").content.Get("spec").Has("selector"));
}

TEST_F(EngineTest, AMissingObjectIsMadeAgainAndWithAllGoneTheStateIsNull) {
  const Value config = Config({{"name", "a"}, {"extra", Value::List{"f"}}});
  Run(config);
  plane_.objects.erase("example.com/Fence/a/f");
  Refresh();
  EXPECT_FALSE(state_.Get(kManifests).Has("example.com/v1/Fence/a/f"));
  Run(config);
  EXPECT_TRUE(plane_.objects.contains("example.com/Fence/a/f"));
  plane_.objects.clear();
  Refresh();
  EXPECT_TRUE(state_.is_null());
}

TEST_F(EngineTest, AFailureHalfWayReturnsTheErrorAndWhatExists) {
  plane_.failures["example.com/Fence/a/f"] = "disk full";
  const ApplyAnswer applied = Run(Config({{"name", "a"}, {"extra", Value::List{"f", "g"}}}));
  EXPECT_THAT(Text(applied.diagnostics), HasSubstr("disk full"));
  EXPECT_TRUE(state_.Get(kManifests).Has("v1/Namespace//a"));
  EXPECT_TRUE(state_.Get(kManifests).Has("example.com/v1/Fence/a/g"));
  EXPECT_FALSE(state_.Get(kManifests).Has("example.com/v1/Fence/a/f"));
  EXPECT_FALSE(state_.HasUnknown());
}

TEST_F(EngineTest, KeepGivesUpMarksAndChangesNoValue) {
  Run(Config({{"name", "a"}, {"extra", Value::List{"f"}}}));
  const Value content = Live("/Namespace//a").content;
  const PlanAnswer plan = Plan(shop_, *session_, {state_, Value(), Value(), private_});
  EXPECT_THAT(Text(plan.diagnostics), HasSubstr("kept"));
  const ApplyAnswer applied = Apply(shop_, *session_, {state_, Value(), Value(), private_});
  EXPECT_TRUE(applied.state.is_null());
  EXPECT_EQ(Live("/Namespace//a").content, content);
  EXPECT_FALSE(Live("/Namespace//a").mark);
  EXPECT_TRUE(plane_.objects.contains("example.com/Fence/a/f"));
}

TEST_F(EngineTest, DestroyObeysTheValueThatWasAppliedAndDeletesTheFenceLast) {
  Run(Config({{"name", "a"}, {"extra", Value::List{"f"}}, {"on_destroy", "delete"}}));
  plane_.failures["/Namespace//a"] = "held by a finalizer";
  ApplyAnswer applied = Apply(shop_, *session_, {state_, Value(), Value(), private_});
  EXPECT_FALSE(applied.state.is_null());
  EXPECT_TRUE(plane_.objects.contains("example.com/Fence/a/f")) << "the fence outlives the rest";
  plane_.failures.clear();
  applied = Apply(shop_, *session_, {applied.state, Value(), Value(), private_});
  EXPECT_TRUE(applied.state.is_null());
  EXPECT_TRUE(plane_.objects.empty());
}

TEST_F(EngineTest, ATaintedInstanceIsReplacedAndARenamedOneIsNot) {
  const Value config = Config({{"name", "a"}});
  Run(config);
  session_ = NewSession();
  Refresh();
  EXPECT_FALSE(HasErrors(PlanIt(Value(), config).diagnostics)) << "tainted: no destroy is planned";
  const PlanAnswer late = Plan(shop_, *session_, {state_, Value(), Value(), private_});
  EXPECT_THAT(Text(late.diagnostics), HasSubstr("moved"));

  session_ = NewSession();
  Refresh();
  EXPECT_FALSE(HasErrors(Plan(shop_, *session_, {state_, Value(), Value(), private_}).diagnostics));
  EXPECT_THAT(Text(PlanIt(Value(), config).diagnostics), HasSubstr("moved"));
}

TEST_F(EngineTest, TheSecondCallOfAReplacementMeetsItsOwnObjects) {
  const Value config = Config({{"name", "a"}});
  Run(config);
  session_ = NewSession();
  const PlanAnswer first = PlanIt(state_, config, private_);
  EXPECT_EQ(first.planned, state_);
  EXPECT_FALSE(HasErrors(PlanIt(Value(), config, first.planned_private).diagnostics));
}

TEST_F(EngineTest, AChangedNameReplaces) {
  Run(Config({{"name", "a"}}));
  const PlanAnswer plan = PlanIt(state_, Config({{"name", "b"}}), private_);
  ASSERT_EQ(plan.requires_replace.size(), 1u);
  EXPECT_EQ(plan.requires_replace[0].ToString(), "name");
  EXPECT_TRUE(PlanIt(state_, Config({{"name", "a"}, {"cluster", "default"}}), private_)
                  .requires_replace.empty())
      << "the default spelled out is the same cluster";
}

TEST_F(EngineTest, AFieldInsideAnotherReplacesWhereItSaysSo) {
  const auto with = [&](Value sign) { return Config({{"name", "a"}, {"sign", std::move(sign)}}); };
  const auto sign = [](Value text, Value lamp) { return M{{"text", text}, {"lamp", lamp}}; };
  const auto replacing = [&](const Value& config) {
    std::string out;
    for (const Path& path : PlanIt(state_, config, private_).requires_replace) {
      out += path.ToString() + " ";
    }
    return out;
  };
  Run(with(sign("open", "red")));
  EXPECT_EQ(replacing(with(sign("open", "red"))), "");
  EXPECT_EQ(replacing(with(sign("open", "blue"))), "");
  EXPECT_EQ(replacing(with(sign("shut", "blue"))), "sign.text ");
  EXPECT_EQ(replacing(with(Value())), "sign.text ");
  EXPECT_EQ(replacing(with(Value::Unknown())), "") << "not known yet";
}

TEST_F(EngineTest, ImportFindsAResourceByItsMarksAndChangesNoObject) {
  const Value config = Config({{"name", "a"}, {"extra", Value::List{"f"}}, {"color", "red"}});
  Run(config);
  const ImportAnswer imported = Import(shop_, *session_, "default/a", Value());
  ASSERT_FALSE(HasErrors(imported.diagnostics));
  EXPECT_EQ(imported.state.Get(kManifests), state_.Get(kManifests));
  EXPECT_EQ(imported.state.Get("name"), Value("a"));
  const ImportAnswer by_identity =
      Import(shop_, *session_, "", M{{"cluster", Value()}, {"name", "a"}});
  EXPECT_EQ(by_identity.state, imported.state);
  EXPECT_TRUE(HasErrors(Import(shop_, *session_, "default/none", Value()).diagnostics));
  EXPECT_TRUE(HasErrors(Import(shop_, *session_, "a", Value()).diagnostics));
}

TEST_F(EngineTest, ListShowsWhatIsMarked) {
  Run(Config({{"name", "a"}}));
  const auto listed = List(shop_, *session_, M{}, true, 0);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ((*listed)[0].display_name, "a");
  EXPECT_EQ((*listed)[0].identity, Value(M{{"cluster", "default"}, {"name", "a"}}));
}

TEST_F(EngineTest, UnknownSettingsPlanOfflineAndFailOnlyAtApply) {
  session_ = NewSession(M{{"directory", M{{"path", Value::Unknown()}}}});
  const Value config = Config({{"name", "a"}});
  const PlanAnswer plan = PlanIt(Value(), config);
  EXPECT_FALSE(HasErrors(plan.diagnostics));
  EXPECT_TRUE(plan.planned.Get(kManifests).is_map()) << "rendering does not need the folder";
  const ApplyAnswer applied =
      Apply(shop_, *session_, {Value(), plan.planned, config, plan.planned_private});
  EXPECT_TRUE(HasErrors(applied.diagnostics));
  EXPECT_TRUE(applied.state.is_null());
  session_ = NewSession(M{{"mesh", M{{"trust_domains", Value::Unknown()}}}});
  EXPECT_TRUE(PlanIt(Value(), config).planned.Get(kManifests).is_unknown());
}

TEST_F(EngineTest, AnUnknownClusterIsAnErrorThatNamesThoseThereAre) {
  session_ = NewSession(M{{"clusters", M{{"east", M{}}, {"west", M{}}}}});
  const std::string text =
      Text(PlanIt(Value(), Config({{"name", "a"}, {"cluster", "north"}})).diagnostics);
  EXPECT_THAT(text, HasSubstr("east, west"));
}

TEST_F(EngineTest, IgnoredFieldsAreNeitherWrittenNorCompared) {
  const Value config = Config(
      {{"name", "a"}, {"color", "red"}, {"ignore_fields", Value::List{"metadata.labels.color"}}});
  Run(config);
  EXPECT_FALSE(Live("/Namespace//a").content.At({"metadata", "labels"}).Has("color"));
}

}  // namespace
}  // namespace mesh::engine::testing
