#include "core/formats/json.h"
#include "core/resources/object/manifest.h"
#include "core/resources/testing/golden.h"

namespace mesh {

ResourceDefinition ObjectResource();

namespace {

using testing::ExpectRefused;
using testing::Yaml;

Value Manifest(const std::string& yaml) { return Value::Map{{"manifest", AsDynamic(Yaml(yaml))}}; }

Value Text(const std::string& yaml) { return Value::Map{{"yaml", yaml}}; }

const std::string kConfigMap =
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {x: \"1\"}}";

Desired RenderObject(const Value& config) {
  return ObjectResource().render(config, Settings::Default());
}

TEST(ObjectTest, HclAndYamlMeanTheSameObject) {
  const Desired hcl = RenderObject(Manifest(kConfigMap));
  const Desired yaml = RenderObject(Text("# a comment\n---\n" + kConfigMap + "\n---\n"));
  ASSERT_EQ(hcl.objects.size(), 1u);
  ASSERT_EQ(yaml.objects.size(), 1u);
  EXPECT_EQ(hcl.objects[0].content, Yaml(kConfigMap));
  EXPECT_EQ(yaml.objects[0].content, Yaml(kConfigMap));
  EXPECT_EQ(ObjectResource().display_name(Text(kConfigMap)), "v1/ConfigMap/b/a");
}

TEST(ObjectTest, NullMembersAreAbsentInHclAndKeptInYaml) {
  const std::string with_null =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b, labels: null}, x: "
      "{u: null, z: {}, l: [], f: [{m: null, k: 0}]}}";
  const Value hcl = RenderObject(Manifest(with_null)).objects.at(0).content;
  EXPECT_EQ(WriteJson(hcl.Get("x")), R"({"f":[{"k":0}],"l":[],"z":{}})");
  EXPECT_FALSE(hcl.Get("metadata").Has("labels"));
  const Value yaml = RenderObject(Text(with_null)).objects.at(0).content;
  EXPECT_TRUE(yaml.Get("x").Has("u"));
  EXPECT_TRUE(yaml.Get("metadata").Has("labels"));
}

TEST(ObjectTest, NumbersKeepTheirSpelling) {
  const Value object =
      RenderObject(Text("{apiVersion: a/v1, kind: K, metadata: {name: o}, spec: {a: 10.0, b: "
                        "31536000000000000000001, c: 0.0}}"))
          .objects.at(0)
          .content;
  EXPECT_EQ(WriteJson(object.Get("spec")), R"({"a":10.0,"b":31536000000000000000001,"c":0.0})");
}

TEST(ObjectTest, RefusesWhatIsNoSingleValidObject) {
  const ResourceDefinition object = ObjectResource();
  ExpectRefused(object, Value::Map{}, "manifest", "`yaml`");
  ExpectRefused(object, Value::Map{{"manifest", AsDynamic(Yaml(kConfigMap))}, {"yaml", kConfigMap}},
                "yaml", "Remove one");
  ExpectRefused(object, Manifest("[1]"), "manifest", "one Kubernetes object");
  ExpectRefused(object, Manifest("{kind: ConfigMap, metadata: {name: a}}"), "manifest",
                "apiVersion");
  ExpectRefused(object, Manifest("{apiVersion: v1, kind: ConfigMap, metadata: {}}"), "manifest",
                "name");
  ExpectRefused(object,
                Manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: ../x, namespace: b}}"),
                "manifest.metadata.name", "DNS-1123");
  ExpectRefused(object,
                Manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: /b}}"),
                "manifest.metadata.name", "namespace");
  ExpectRefused(object,
                Manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: 5}}"),
                "manifest.metadata.namespace", "quotes");
  ExpectRefused(object,
                Manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: "
                         "b, labels: {x: true}}}"),
                "manifest.metadata.labels[\"x\"]", "quotes");
  ExpectRefused(object,
                Manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: "
                         "b, annotations: [x]}}"),
                "manifest.metadata.annotations", "map names to strings");
  ExpectRefused(object, Text(kConfigMap + "\n---\n" + kConfigMap), "yaml", "line");
  ExpectRefused(object, Text("# nothing\n"), "yaml", "no object");
  ExpectRefused(object, Text("a: [1"), "yaml", "yaml");
  ExpectRefused(object, Text("a: 1\na: 2\n"), "yaml", "2");
  ExpectRefused(object, Text("{apiVersion: v1, kind: List, metadata: {name: l}, items: []}"),
                "yaml", "mesh_manifests");
}

TEST(ObjectTest, SecretDataIsRefusedAndNeverShown) {
  const Value config = Manifest(
      "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}, stringData: {p: hunter2}, "
      "data: {q: aHVudGVyMg==}}");
  ExpectRefused(ObjectResource(), config, "manifest.data", "SealedSecret");
  ExpectRefused(ObjectResource(), config, "manifest.stringData", "ExternalSecret");
  const std::string said =
      testing::AllDetails(ObjectResource().validate(config, Settings::Default()));
  EXPECT_EQ(said.find("hunter2"), std::string::npos);
  EXPECT_EQ(said.find("aHVudGVyMg"), std::string::npos);
  const Value empty =
      Manifest("{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}, type: Opaque}");
  EXPECT_TRUE(testing::Judge(ObjectResource(), empty).empty());
}

TEST(ObjectTest, ServerFieldsAreLeftOutWithAWarning) {
  const Value config = Text(
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b, uid: u, "
      "resourceVersion: \"5\"}, status: {}}");
  const Diagnostics found = testing::Judge(ObjectResource(), config);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::kWarning);
  EXPECT_NE(found[0].detail.find("metadata.uid"), std::string::npos);
  EXPECT_EQ(WriteJson(RenderObject(config).objects.at(0).content),
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"b"}})");
}

TEST(ObjectTest, UnknownLeavesStayAndAnUnknownKeyLeavesTheObjectOpen) {
  Value object = Yaml(kConfigMap);
  object.Set("data", Value::Unknown());
  const Value leaf = Value::Map{{"manifest", Value::Dynamic(Type::Dynamic(), object)}};
  EXPECT_TRUE(RenderObject(leaf).complete);
  EXPECT_TRUE(RenderObject(leaf).objects.at(0).content.Get("data").is_unknown());

  object.as_map().at("metadata").Set("name", Value::Unknown());
  const Value key = Value::Map{{"manifest", Value::Dynamic(Type::Dynamic(), object)}};
  EXPECT_FALSE(RenderObject(key).complete);
  EXPECT_EQ(ObjectResource().display_name(key), std::nullopt);
  EXPECT_TRUE(testing::Judge(ObjectResource(), key).empty());

  const Value all = Value::Map{{"manifest", Value::Unknown()}};
  EXPECT_FALSE(RenderObject(all).complete);
  EXPECT_TRUE(testing::Judge(ObjectResource(), all).empty());
}

TEST(ObjectTest, ReadsBackAsTypedHcl) {
  const Value object = Yaml("{apiVersion: v1, kind: K, metadata: {name: a}, spec: {l: [1, x]}}");
  const Value read = ObjectResource().read_back({object});
  EXPECT_TRUE(read.Get("yaml").is_null());
  ASSERT_TRUE(read.Get("manifest").is_dynamic());
  EXPECT_EQ(read.Get("manifest").dynamic_value(), object);
  const Type& type = read.Get("manifest").dynamic_type();
  EXPECT_EQ(type.attributes().at("spec").attributes().at("l"),
            Type::Tuple({Type::Number(), Type::String()}));
}

}  // namespace
}  // namespace mesh
