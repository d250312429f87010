#include <gmock/gmock.h>

#include "core/formats/json.h"
#include "core/formats/yaml.h"
#include "core/kinds/catalogue.h"
#include "core/resources/kind/kind_resource.h"
#include "core/resources/kind/testing/random_object.h"
#include "core/resources/object/object_config.h"

namespace mesh {
namespace {

using ::testing::HasSubstr;

/// Equality of JSON values: numbers by meaning, absent and empty apart.
void ExpectSame(const Value& before, const Value& after, const std::string& what) {
  EXPECT_TRUE(before == after) << what << "\nbefore " << WriteJson(before) << "\nafter  "
                               << WriteJson(after);
}

std::string Listed(const std::vector<Unheld>& unheld) {
  std::string out;
  for (const Unheld& one : unheld) out += one.path.ToString() + ": " + one.why + "\n";
  return out;
}

class LosslessTest : public ::testing::TestWithParam<const KindShape*> {};

TEST_P(LosslessTest, YamlToTypedToYamlKeepsEverything) {
  const KindShape& kind = *GetParam();
  testing::RandomObject random(7);
  for (int i = 0; i < 60; ++i) {
    const Value object = random.Of(kind);
    const std::string yaml = WriteYaml(object);
    const auto read = ReadYaml(yaml, "test");
    ASSERT_TRUE(read && read->size() == 1) << yaml;
    std::vector<Unheld> unheld;
    const Value config = ConfigOf(read->front().value, kind, unheld);
    ASSERT_TRUE(unheld.empty()) << yaml << Listed(unheld);
    ExpectSame(object, ObjectOf(config, kind, Settings::Default()), yaml);
  }
}

/// What has no place is told, and mesh_object holds it.
TEST_P(LosslessTest, WhatHasNoPlaceIsToldAndHeldByMeshObject) {
  const KindShape& kind = *GetParam();
  testing::RandomObject random(11);
  for (const char* extra : {"unknownField", "nullField"}) {
    Value object = random.Of(kind);
    object.Set(extra, std::string_view(extra) == "nullField" ? Value() : Value("x"));
    std::vector<Unheld> unheld;
    ConfigOf(object, kind, unheld);
    ASSERT_FALSE(unheld.empty());
    EXPECT_EQ(unheld.front().path.ToString(), extra);
    const ObjectSpelling spelling = SpellObject(object);
    if (spelling.yaml.empty()) {
      ExpectSame(object, spelling.manifest.Plain(), extra);
    } else {
      const auto read = ReadYaml(spelling.yaml, "test");
      ASSERT_TRUE(read && read->size() == 1) << spelling.yaml;
      ExpectSame(object, read->front().value, extra);
    }
  }
}

std::vector<const KindShape*> TypedKinds() {
  std::vector<const KindShape*> out;
  for (const KindShape& kind : Kinds().kinds()) {
    if (CanBeTyped(kind)) out.push_back(&kind);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(EveryKind, LosslessTest, ::testing::ValuesIn(TypedKinds()),
                         [](const auto& of) { return std::string(of.param->resource); });

Value Document(const std::string& text) {
  const auto read = ReadYaml(text, "test");
  return read && read->size() == 1 ? read->front().value : Value();
}

struct Distinction {
  const char* name;
  const char* kind;
  const char* spec;
};

/// Differences that mean something to a controller, each as somebody would write it.
const Distinction kDistinctions[] = {
    {"AllowAll", "AuthorizationPolicy", "{rules: [{}]}"},
    {"DenyAll", "AuthorizationPolicy", "{}"},
    {"TwoSources", "AuthorizationPolicy",
     "{rules: [{from: [{source: {namespaces: [a]}}, {source: {principals: [b]}}]}]}"},
    {"OneSource", "AuthorizationPolicy",
     "{rules: [{from: [{source: {namespaces: [a], principals: [b]}}]}]}"},
    {"IntegerKeys", "PeerAuthentication",
     "{selector: {matchLabels: {a: b}}, portLevelMtls: {5432: {mode: DISABLE}}}"},
    {"ExplicitZeros", "VirtualService",
     "{hosts: [a], http: [{retries: {attempts: 0}, route: [{destination: {host: a}, weight: "
     "0}]}]}"},
    {"Fraction", "Telemetry", "{tracing: [{randomSamplingPercentage: 0.0}]}"},
    {"Duration", "VirtualService", "{hosts: [a], http: [{timeout: 7200s}]}"},
    {"EmptySelector", "NetworkPolicy",
     "{podSelector: {}, egress: [{to: [], ports: [{port: 53}]}]}"},
    {"NamedPort", "NetworkPolicy", "{podSelector: {}, ingress: [{ports: [{port: http}]}]}"},
    {"Quantity", "ResourceQuota", "{hard: {pods: \"10\", requests.cpu: \"4\"}}"},
    {"FreeJson", "EnvoyFilter",
     "{configPatches: [{applyTo: CLUSTER, patch: {operation: MERGE, value: {\"@type\": x, a: null, "
     "b: "
     "[], c: {}, d: 9223372036854775807}}}]}"},
};

TEST(DistinctionsTest, AreKept) {
  for (const Distinction& one : kDistinctions) {
    const KindShape* kind = nullptr;
    for (const KindShape& each : Kinds().kinds()) {
      if (each.kind == one.kind) kind = &each;
    }
    ASSERT_NE(kind, nullptr) << one.kind;
    Value object = Document("{kind: " + std::string(one.kind) +
                            ", metadata: {name: a, namespace: b}, spec: " + one.spec + "}");
    object.Set("apiVersion", kind->ApiVersion(kind->versions.front().name));
    std::vector<Unheld> unheld;
    const Value config = ConfigOf(object, *kind, unheld);
    EXPECT_TRUE(unheld.empty()) << one.name << " " << Listed(unheld);
    ExpectSame(object, ObjectOf(config, *kind, Settings::Default()), one.name);
  }
}

TEST(DistinctionsTest, NullIsNotHeldAndSaysWhere) {
  const KindShape& kind = *Kinds().Find("security.istio.io", "AuthorizationPolicy");
  const Value object = Document(
      "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, "
      "namespace: "
      "b}, spec: null}");
  std::vector<Unheld> unheld;
  ConfigOf(object, kind, unheld);
  ASSERT_EQ(unheld.size(), 1U);
  EXPECT_EQ(unheld[0].path.ToString(), "spec");
  EXPECT_THAT(unheld[0].why, HasSubstr("null"));
}

}  // namespace
}  // namespace mesh
