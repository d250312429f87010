#include "core/render/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A resource that renders what the test says, whatever its configuration.
ResourceDefinition Renders(std::vector<DesiredObject> objects, bool complete = true) {
  ResourceDefinition out;
  out.name = "thing";
  out.render = [=](const Value&, const Settings&) { return Desired{objects, complete, {}}; };
  return out;
}

DesiredObject Open(Value object) { return {std::move(object)}; }

Value Label(Value object, const std::string& key, const std::string& value) {
  Value& metadata = object.as_map().find("metadata")->second;
  Value labels = metadata.Get("labels");
  metadata.Set("labels", labels.Set(key, value));
  return object;
}

Rendered Render(std::vector<DesiredObject> objects,
                const Settings& settings = Settings::Default()) {
  return RenderResource(Renders(std::move(objects)), Value(Value::Map{}), settings);
}

std::vector<std::string> KeysOf(const Rendered& rendered) {
  std::vector<std::string> out;
  for (const RenderedObject& object : rendered.objects) out.push_back(object.key.ToString());
  return out;
}

TEST(RenderResource, PutsNamespacesBeforeWhatLivesInThemAndKeepsTheOrderOfEquals) {
  const Rendered rendered =
      Render({Open(NewObject("security.istio.io/v1", "PeerAuthentication", "a", "z")),
              Open(NewObject("networking.k8s.io/v1", "NetworkPolicy", "a", "b")),
              Open(NewObject("v1", "Namespace", "", "a"))});
  EXPECT_THAT(KeysOf(rendered),
              ElementsAre("v1/Namespace//a", "security.istio.io/v1/PeerAuthentication/a/z",
                          "networking.k8s.io/v1/NetworkPolicy/a/b"));
  EXPECT_TRUE(rendered.ok());
}

TEST(RenderResource, DefaultLabelsFillInAndNeverOverrule) {
  Settings settings = Settings::Default();
  settings.default_labels = StringMap{{"team", "platform"}, {"env", "prod"}};
  settings.default_annotations = StringMap{{"note", "n"}};
  const Rendered rendered =
      Render({Open(Label(NewObject("v1", "ConfigMap", "a", "b"), "team", "own"))}, settings);
  const Value& metadata = rendered.objects.at(0).content.Get("metadata");
  EXPECT_EQ(metadata.Get("labels"), Value(Value::Map{{"env", "prod"}, {"team", "own"}}));
  EXPECT_EQ(metadata.Get("annotations"), Value(Value::Map{{"note", "n"}}));
}

TEST(RenderResource, WithoutDefaultsNoEmptyMapsAppear) {
  const Value object = NewObject("v1", "ConfigMap", "a", "b");
  EXPECT_EQ(Render({Open(object)}).objects.at(0).content, object);
}

TEST(RenderResource, RefusesOneObjectTwice) {
  const Value object = NewObject("v1", "ConfigMap", "a", "b");
  const Rendered rendered = Render({Open(object), Open(object)});
  ASSERT_FALSE(rendered.ok());
  EXPECT_THAT(rendered.diagnostics.front().detail, HasSubstr("v1/ConfigMap/a/b"));
}

TEST(RenderResource, RefusesNamesThatTheServerWouldRefuse) {
  const Rendered rendered = Render({Open(NewObject("v1", "ConfigMap", "a", "../b"))});
  ASSERT_FALSE(rendered.ok());
  EXPECT_THAT(rendered.diagnostics.front().detail, HasSubstr("\"../b\""));
  EXPECT_THAT(rendered.objects, IsEmpty());
}

TEST(RenderResource, RefusesObjectsWithoutKind) {
  const Rendered rendered = Render({Open(NewObject("v1", "", "a", "b"))});
  ASSERT_FALSE(rendered.ok());
  EXPECT_EQ(rendered.diagnostics.front().summary, "Object without kind");
}

TEST(RenderResource, AnUnknownNameMakesTheWholeIncomplete) {
  Value object = NewObject("v1", "ConfigMap", "a", "b");
  object.as_map().find("metadata")->second.Set("name", Value::Unknown());
  const Rendered rendered = Render({Open(object)});
  EXPECT_TRUE(rendered.ok());
  EXPECT_FALSE(rendered.complete);
  EXPECT_FALSE(Manifests(rendered));
  EXPECT_TRUE(ManifestsValue(rendered).is_unknown());
}

TEST(RenderResource, UnknownSettingsPromiseNothing) {
  Settings settings = Settings::Default();
  settings.trust_domains = Attr<StringList>::Unknown();
  EXPECT_FALSE(Render({Open(NewObject("v1", "ConfigMap", "a", "b"))}, settings).complete);
}

TEST(RenderResource, LeavesOutWhatPlatformAndResourceIgnore) {
  Value object = Label(NewObject("v1", "ConfigMap", "a", "b"), "cost.example.com/center", "1");
  object = Label(object, "app.kubernetes.io/name", "x");
  object.Set("data", Value::Map{{"keep", "1"}, {"drop", "2"}});
  Platform platform;
  platform.ignore_labels = StringList{"cost.example.com/*"};
  const Value config = Value::Map{
      {"ignore_fields", Value::List{"data.drop", "metadata.labels.app.kubernetes.io/name",
                                    "metadata.name", "absent.path"}}};
  const Rendered rendered = RenderResource(Renders({Open(object)}), config, platform);
  Value expected = NewObject("v1", "ConfigMap", "a", "b");
  expected.as_map().find("metadata")->second.Set("labels", Value::Map{});
  expected.Set("data", Value::Map{{"keep", "1"}});
  EXPECT_EQ(rendered.objects.at(0).content, expected);
}

TEST(RenderResource, UnknownIgnoreListsPromiseNothing) {
  Platform platform;
  platform.ignore_labels = Attr<StringList>::Unknown();
  const auto definition = Renders({Open(NewObject("v1", "ConfigMap", "a", "b"))});
  EXPECT_FALSE(RenderResource(definition, Value(Value::Map{}), platform).complete);
}

TEST(RemoveIgnored, ReachesIntoEveryElementOfAList) {
  Value object = NewObject("v1", "Service", "a", "b");
  object.Set("spec",
             Value::Map{{"ports", Value::List{Value::Map{{"port", 1}, {"nodePort", 30000}},
                                              Value::Map{{"port", 2}, {"nodePort", 30001}}}}});
  RemoveIgnored({{"spec.ports.nodePort"}, {}, {}}, object);
  EXPECT_EQ(object.At({"spec", "ports"}),
            Value(Value::List{Value::Map{{"port", 1}}, Value::Map{{"port", 2}}}));
}

TEST(Manifests, OneUnknownLeafHidesThatObjectAlone) {
  Value unsure = NewObject("v1", "ConfigMap", "a", "b");
  unsure.Set("data", Value::Map{{"k", Value::Unknown()}});
  const auto manifests =
      Manifests(Render({Open(unsure), Open(NewObject("v1", "Namespace", "", "a"))}));
  ASSERT_TRUE(manifests);
  EXPECT_TRUE(manifests->at("v1/ConfigMap/a/b").is_unknown());
  EXPECT_EQ(manifests->at("v1/Namespace//a"),
            Value(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}})"));
}

TEST(DeleteOrder, NamespacesGoFirstAndFencesLast) {
  const ObjectKey name_space{"v1", "Namespace", "", "a"};
  const ObjectKey fence{"security.istio.io/v1", "AuthorizationPolicy", "a", "f"};
  const ObjectKey route{"networking.istio.io/v1", "VirtualService", "a", "r"};
  const ObjectKey quota{"v1", "ResourceQuota", "a", "q"};
  EXPECT_THAT(DeleteOrder({quota, fence, name_space, route}, {fence}),
              ElementsAre(name_space, route, quota, fence));
}

TEST(ClaimsOf, ScopesObjectsToTheirClusterButNamespacesToTheMesh) {
  ResourceDefinition definition = Renders({Open(NewObject("v1", "ConfigMap", "a", "b"))});
  definition.claims = [](const Value&) {
    return std::vector<Claim>{{"namespace", "a", "name"}, {"host", "h/x", "hostnames"}};
  };
  const Value config{Value::Map{}};
  const auto claims =
      ClaimsOf(definition, config, RenderResource(definition, config, Settings::Default()), "east");
  ASSERT_EQ(claims.size(), 3u);
  EXPECT_EQ(claims[0].key, "a");
  EXPECT_EQ(claims[0].path, Path("name"));
  EXPECT_EQ(claims[1].key, "east/h/x");
  EXPECT_EQ(claims[2].key, "east//ConfigMap/a/b");
}

TEST(Conflicts, OneTenantInTwoClustersSharesWithItself) {
  const ClaimHolder east{"mesh_tenant", "east", "mtn"};
  EXPECT_FALSE(Conflicts(east, {"mesh_tenant", "west", "mtn"}));
  EXPECT_TRUE(Conflicts(east, {"mesh_tenant", "west", "orange"}));
  EXPECT_TRUE(Conflicts(east, {"mesh_namespace", "west", "mtn"}));
  EXPECT_TRUE(Conflicts(east, east));
}

TEST(ValidateResource, AsksTheResourceOnlyWhenTheShapeHolds) {
  ResourceDefinition definition = Renders({});
  definition.fields = {{.name = "name", .doc = "Name.", .presence = Presence::kRequired}};
  definition.validate = [](const Value& v, const Settings&) {
    return Diagnostics{Warning("seen " + v.Get("name").as_string(), "")};
  };
  const Settings settings = Settings::Default();
  EXPECT_TRUE(HasErrors(ValidateResource(definition, Value(Value::Map{}), settings)));
  const auto fine = ValidateResource(definition, Value::Map{{"name", "n"}}, settings);
  ASSERT_EQ(fine.size(), 1u);
  EXPECT_EQ(fine.front().summary, "seen n");
}

TEST(ResourceMark, NamesTypeClusterAndName) {
  EXPECT_EQ(ResourceMark(Renders({}), "default", "mtn"), "mesh_thing/default/mtn");
}

}  // namespace
}  // namespace mesh
