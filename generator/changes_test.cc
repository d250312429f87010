#include "generator/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "planes/memory/memory_plane.h"

namespace mesh::generator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A resource type whose objects are ConfigMaps: `maps` says their namespace/name pairs, and each
/// distinct namespace comes along when `own_namespaces` is set.
ResourceDefinition Maps(bool keeps) {
  ResourceDefinition out;
  out.name = "maps";
  out.keeps_by_default = keeps;
  out.fields = {{.name = "name"},
                {.name = "maps", .type = Type::List(Type::String())},
                {.name = "own_namespaces", .type = Type::Bool()}};
  out.render = [](const Value& config, const Settings&) {
    Desired desired;
    for (const Value& map : config.Get("maps").as_list()) {
      const std::string& text = map.as_string();
      const std::string home = text.substr(0, text.find('/'));
      if (config.Get("own_namespaces") == Value(true)) {
        desired.objects.push_back({NewObject("v1", "Namespace", "", home)});
      }
      Value object = NewObject("v1", "ConfigMap", home, text.substr(text.find('/') + 1));
      object.Set("data", Value::Map{{"k", "v"}});
      desired.objects.push_back({std::move(object)});
    }
    return desired;
  };
  out.display_name = [](const Value& config) { return config.Get("name").as_string(); };
  return out;
}

struct Platforms {
  std::vector<ResourceDefinition> definitions;
  MemoryPlane plane;
  PlanOptions options{"us", Orphans::kByType};

  explicit Platforms(bool keeps = false) : definitions{Maps(keeps)} {}

  ClusterPlan Plan(const std::string& yaml) {
    const auto file = ReadPlatformFile(yaml, "p.yaml", definitions);
    EXPECT_TRUE(file) << (file ? "" : file.error().front().detail);
    RenderedPlatform rendered = RenderPlatform(*file, 2);
    EXPECT_FALSE(HasErrors(rendered.diagnostics));
    std::vector<RenderedResource*> resources;
    for (RenderedResource& resource : rendered.resources) resources.push_back(&resource);
    return PlanCluster("default", resources, definitions, options, plane);
  }

  void Apply(const std::string& yaml) {
    std::vector<Change> changes;
    for (PlannedChange& planned : Plan(yaml).changes) changes.push_back(planned.change);
    for (const ChangeResult& result : plane.Make(changes)) EXPECT_TRUE(result.done);
  }
};

std::vector<std::string> Lines(const ClusterPlan& plan) {
  const std::map<PlannedChange::Effect, std::string> words = {
      {PlannedChange::Effect::kCreate, "create "},
      {PlannedChange::Effect::kUpdate, "update "},
      {PlannedChange::Effect::kAdopt, "adopt "},
      {PlannedChange::Effect::kDelete, "delete "},
      {PlannedChange::Effect::kRelease, "release "}};
  std::vector<std::string> out;
  for (const PlannedChange& planned : plan.changes) {
    out.push_back(words.at(planned.effect) + planned.change.key.ToString());
  }
  return out;
}

constexpr char kTwo[] = "resources: {maps: {one: {name: one, maps: [a/x, b/y]}}}";
constexpr char kOne[] = "resources: {maps: {one: {name: one, maps: [a/x]}}}";
constexpr char kNone[] = "resources: {}";

TEST(PlanCluster, CreatesThenHasNothingToDo) {
  Platforms p;
  EXPECT_THAT(Lines(p.Plan(kTwo)),
              ElementsAre("create v1/ConfigMap/a/x", "create v1/ConfigMap/b/y"));
  p.Apply(kTwo);
  const ClusterPlan again = p.Plan(kTwo);
  EXPECT_THAT(again.changes, IsEmpty());
  EXPECT_EQ(again.unchanged, 2u);
}

TEST(PlanCluster, PutsDriftRightAndLeavesForeignFieldsAlone) {
  Platforms p;
  p.Apply(kOne);
  Value& content = p.plane.objects.begin()->second.content;
  content.Set("data", Value::Map{{"k", "v"}, {"foreign", "1"}});
  EXPECT_THAT(p.Plan(kOne).changes, IsEmpty());
  content.Set("data", Value::Map{{"k", "drifted"}, {"foreign", "1"}});
  EXPECT_THAT(Lines(p.Plan(kOne)), ElementsAre("update v1/ConfigMap/a/x"));
  p.Apply(kOne);
  EXPECT_EQ(p.plane.objects.begin()->second.content.Get("data"),
            Value(Value::Map{{"k", "v"}, {"foreign", "1"}}));
}

TEST(PlanCluster, DeletesWhatAResourceRendersNoMore) {
  Platforms p;
  p.Apply(kTwo);
  EXPECT_THAT(Lines(p.Plan(kOne)), ElementsAre("delete v1/ConfigMap/b/y"));
}

TEST(PlanCluster, DeletesOrKeepsWhatNoResourceNames) {
  Platforms deletes(false);
  deletes.Apply(kOne);
  EXPECT_THAT(Lines(deletes.Plan(kNone)), ElementsAre("delete v1/ConfigMap/a/x"));

  Platforms keeps(true);
  keeps.Apply(kOne);
  const ClusterPlan kept = keeps.Plan(kNone);
  EXPECT_THAT(Lines(kept), ElementsAre("release v1/ConfigMap/a/x"));
  ASSERT_EQ(kept.diagnostics.size(), 1u);
  EXPECT_THAT(kept.diagnostics.front().detail, HasSubstr("--orphans delete"));
  keeps.options.orphans = Orphans::kDelete;
  EXPECT_THAT(Lines(keeps.Plan(kNone)), ElementsAre("delete v1/ConfigMap/a/x"));
}

TEST(PlanCluster, AKeptNamespaceLeavesWithAllThatIsInIt) {
  Platforms p(true);
  p.Apply("resources: {maps: {one: {name: one, maps: [a/x, b/y], own_namespaces: true}}}");
  EXPECT_THAT(
      Lines(p.Plan("resources: {maps: {one: {name: one, maps: [a/x], own_namespaces: true}}}")),
      ElementsAre("release v1/ConfigMap/b/y", "release v1/Namespace//b"));
}

TEST(PlanCluster, OnDestroyOfTheFileDecides) {
  Platforms p(true);
  p.Apply("resources: {maps: {one: {name: one, maps: [a/x, b/y], own_namespaces: true}}}");
  EXPECT_THAT(Lines(p.Plan("resources: {maps: {one: {name: one, maps: [a/x], own_namespaces: true, "
                           "on_destroy: delete}}}")),
              ElementsAre("delete v1/Namespace//b", "delete v1/ConfigMap/b/y"));
}

TEST(PlanCluster, LeavesObjectsOfOtherOwnersAlone) {
  Platforms p;
  p.Apply("owner: them\nresources: {maps: {one: {name: one, maps: [a/x]}}}");
  p.plane.objects.begin()->second.mark->owner = "them";
  EXPECT_THAT(p.Plan(kNone).changes, IsEmpty());
}

TEST(PlanCluster, AnotherOwnersObjectIsAnErrorThatNamesTheOwner) {
  Platforms p;
  p.Apply(kOne);
  p.plane.objects.begin()->second.mark->owner = "them";
  const ClusterPlan plan = p.Plan(kOne);
  ASSERT_TRUE(HasErrors(plan.diagnostics));
  EXPECT_THAT(plan.diagnostics.front().detail, HasSubstr("owner \"them\""));
  EXPECT_EQ(plan.diagnostics.front().path.ToString(), "resources.maps[\"one\"]");
}

TEST(PlanCluster, AdoptsWhatNobodyManagesAndNeverDeletesIt) {
  Platforms p;
  p.Apply(kOne);
  p.plane.objects.begin()->second.mark.reset();
  EXPECT_THAT(Lines(p.Plan(kOne)), ElementsAre("adopt v1/ConfigMap/a/x"));
  p.Apply(kOne);
  ASSERT_TRUE(p.plane.objects.begin()->second.mark);
  p.plane.objects.begin()->second.mark->created = false;
  EXPECT_THAT(Lines(p.Plan(kNone)), ElementsAre("release v1/ConfigMap/a/x"));
  EXPECT_TRUE(HasErrors([&] {
    p.plane.objects.begin()->second.mark.reset();
    return p.Plan("resources: {maps: {one: {name: one, maps: [a/x], adopt: false}}}");
  }()
                            .diagnostics));
}

TEST(PlanCluster, AnObjectMovesBetweenResourcesOfOneFile) {
  Platforms p;
  p.Apply(kTwo);
  EXPECT_THAT(Lines(p.Plan("resources: {maps: {one: {name: one, maps: [a/x]}, two: {name: two, "
                           "maps: [b/y]}}}")),
              ElementsAre("update v1/ConfigMap/b/y"));
}

}  // namespace
}  // namespace mesh::generator
