#include "provider/engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "planes/memory/memory_plane.h"

namespace mesh::engine {
namespace {

using M = Value::Map;
using testing::HasSubstr;

/// A resource of two objects a name: a Namespace and a ConfigMap in it, closed when asked.
struct Shop {
  Attr<std::string> name;
  Attr<std::string> color;
  Attr<StringList> extra;
  Attr<bool> take_over;
  static std::vector<Binding<Shop>> Fields() {
    return {Bind<&Shop::name>("name",
                              {.presence = Presence::kRequired, .on_change = OnChange::kReplace}),
            Bind<&Shop::color>("color", {}), Bind<&Shop::extra>("extra", {}),
            Bind<&Shop::take_over>("take_over", {})};
  }
};

Desired RenderShop(const Shop& shop, const Settings&) {
  Desired out;
  if (!shop.name.is_known() || shop.extra.is_unknown()) {
    out.complete = false;
    return out;
  }
  Value space = NewObject("v1", "Namespace", "", *shop.name);
  space.as_map()["metadata"].Set("labels", M{{"color", ToValue(shop.color)}});
  out.objects.push_back({space,
                         false,
                         {{{"metadata", "labels", "stray"}, Value(), "It contradicts."}},
                         shop.take_over.value_or(false)});
  for (const std::string& name : shop.extra.value_or({})) {
    Value map = NewObject("example.com/v1", "Fence", *shop.name, name);
    map.Set("spec", M{{"color", ToValue(shop.color)}});
    out.objects.push_back({map, true});
  }
  return out;
}

Resource<Shop> ShopResource() {
  return {.name = "shop",
          .summary = "A shop.",
          .fields = Shop::Fields(),
          .keeps_by_default = true,
          .render = RenderShop,
          .claims = [](const Shop& s) -> std::vector<Claim> {
            if (!s.name.is_known()) return {};
            return {{"namespace", *s.name, "name"}};
          }};
}

class EngineTest : public testing::Test {
 protected:
  /// The planes belong to the test, so that it can look into them and outlive sessions.
  class Borrowed final : public Plane {
   public:
    explicit Borrowed(MemoryPlane& plane) : plane_(plane) {}
    Capabilities capabilities() const override { return plane_.capabilities(); }
    Result<std::vector<std::optional<LiveObject>>> Read(
        const std::vector<ObjectKey>& keys) override {
      return plane_.Read(keys);
    }
    std::vector<ChangeResult> Make(const std::vector<Change>& c) override { return plane_.Make(c); }
    Result<std::vector<ObjectKey>> FindByResource(const std::string& r) override {
      return plane_.FindByResource(r);
    }
    Result<std::vector<std::string>> Resources(const std::string& p) override {
      return plane_.Resources(p);
    }
    Diagnostics Finish() override { return {}; }

   private:
    MemoryPlane& plane_;
  };

  std::unique_ptr<Session> NewSession(Value platform = M{}) {
    return std::make_unique<Session>(Decode(TableOf<Platform>(), platform),
                                     [this](const ClusterSettings&, const std::string&,
                                            const std::string&) -> Result<std::unique_ptr<Plane>> {
                                       return std::make_unique<Borrowed>(plane_);
                                     });
  }

  Value Config(M members) const {
    for (const Field& field : shop_.fields) members.try_emplace(field.name, Value());
    return members;
  }

  PlanAnswer PlanIt(const Value& prior, const Value& config, const std::string& priv = "") {
    return Plan(shop_, *session_, {prior, config, config, priv});
  }

  /// Plans and applies; keeps state and private data as a host does.
  ApplyAnswer Run(const Value& config) {
    PlanAnswer plan = PlanIt(state_, config, private_);
    EXPECT_FALSE(HasErrors(plan.diagnostics)) << Text(plan.diagnostics);
    ApplyAnswer applied =
        Apply(shop_, *session_, {state_, plan.planned, config, plan.planned_private});
    state_ = applied.state;
    private_ = applied.private_data;
    return applied;
  }

  ReadAnswer Refresh() {
    ReadAnswer read = engine::Read(shop_, *session_, state_, private_);
    state_ = read.state;
    return read;
  }

  LiveObject& Live(const std::string& identity) { return plane_.objects.at(identity); }

  static std::string Text(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& d : diagnostics) out += d.summary + "\n" + d.detail + "\n";
    return out;
  }

  MemoryPlane plane_;
  const ServedResource shop_ = Serve(Erase(ShopResource()));
  std::unique_ptr<Session> session_ = NewSession();
  Value state_;
  std::string private_;
};

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

TEST_F(EngineTest, AChangedNameReplaces) {
  Run(Config({{"name", "a"}}));
  const PlanAnswer plan = PlanIt(state_, Config({{"name", "b"}}), private_);
  ASSERT_EQ(plan.requires_replace.size(), 1u);
  EXPECT_EQ(plan.requires_replace[0].ToString(), "name");
  EXPECT_TRUE(PlanIt(state_, Config({{"name", "a"}, {"cluster", "default"}}), private_)
                  .requires_replace.empty())
      << "the default spelled out is the same cluster";
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
}  // namespace mesh::engine
