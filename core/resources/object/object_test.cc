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

const std::string kSecret = "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}}";

Value SecretConfig(Value version) {
  return Value::Map{{"yaml", kSecret},
                    {"data_wo", Value::Map{{"password", "hunter2"}}},
                    {"binary_data_wo", Value::Map{{"key", "AAEC"}}},
                    {"data_wo_version", std::move(version)}};
}

TEST(ObjectTest, WriteOnlyValuesTravelBesideTheObject) {
  const Desired desired = RenderObject(SecretConfig(3));
  ASSERT_EQ(desired.objects.size(), 1u);
  const DesiredObject& object = desired.objects[0];
  EXPECT_EQ(object.content,
            Yaml("{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b, annotations: "
                 "{meshgen.io/data-wo-version: \"3\"}}}"));
  ASSERT_EQ(object.secret_data.size(), 2u);
  EXPECT_EQ(object.secret_data.at("password").Reveal(), "aHVudGVyMg==");
  EXPECT_EQ(object.secret_data.at("key").Reveal(), "AAEC");
}

TEST(ObjectTest, TheVersionIsReadBack) {
  const Value written = RenderObject(SecretConfig(3)).objects.at(0).content;
  const Value back = ObjectResource().read_back({written});
  EXPECT_EQ(back.Get("data_wo_version"), Value(3));
  EXPECT_EQ(back.Get("manifest").Plain(), Yaml(kSecret));
}

TEST(ObjectTest, RefusesWriteOnlyValuesThatCannotBe) {
  const ResourceDefinition object = ObjectResource();
  ExpectRefused(object, SecretConfig(Value()), "data_wo_version", "raise it");
  Value no_secret = SecretConfig(1);
  no_secret.Set("yaml", kConfigMap);
  ExpectRefused(object, no_secret, "data_wo", "Only a Secret");
  Value twice = SecretConfig(1);
  twice.Set("binary_data_wo", Value::Map{{"password", "AAEC"}});
  ExpectRefused(object, twice, "binary_data_wo", "Remove it from one");
}

TEST(ObjectTest, AWaitSaysWhatFor) {
  Value config = Text(kConfigMap);
  config.Set("wait", Value::Map{{"conditions", Value::Map{{"Ready", "True"}}}, {"timeout", "90s"}});
  const Desired desired = RenderObject(config);
  ASSERT_TRUE(desired.objects.at(0).wait);
  EXPECT_EQ(desired.objects[0].wait->conditions.at("Ready"), "True");
  EXPECT_EQ(desired.objects[0].wait->longest_ms, 90000);
  EXPECT_FALSE(desired.objects[0].wait->observed_generation);

  const ResourceDefinition object = ObjectResource();
  config.Set("wait", Value::Map{{"timeout", "90s"}});
  ExpectRefused(object, config, "wait", "Say in wait what to wait for");
  config.Set("wait", Value::Map{{"conditions", Value::Map{{"Ready", "yes"}}}});
  ExpectRefused(object, config, "wait.conditions[\"Ready\"]", "\"True\"");
  config.Set("wait", Value::Map{{"observed_generation", true}, {"timeout", "soon"}});
  ExpectRefused(object, config, "wait.timeout", "90s");
}

}  // namespace
}  // namespace mesh
