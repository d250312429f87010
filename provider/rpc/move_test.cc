#include "provider/engine/move.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/formats/json.h"
#include "core/model/common.h"
#include "core/resources/resources.h"
#include "provider/protocol/cty_json.h"

namespace mesh::engine {
namespace {

using testing::HasSubstr;

ServedResource Target(const std::string& name) {
  for (ResourceDefinition& definition : AllResources()) {
    if (definition.name == name) return Serve(std::move(definition));
  }
  ADD_FAILURE() << name;
  return {};
}

/// Moves a state as the other provider left it.
ImportAnswer Moved(const std::string& provider, const std::string& type, const std::string& json,
                   const ServedResource& target) {
  const Peer* peer = FindPeer("registry.terraform.io/" + provider, type, target);
  if (peer == nullptr) return {{}, {}, {Error("unknown", "")}};
  const auto state = DecodeStateJson(json, peer->state);
  return state ? MoveFrom(*peer, *state, target) : ImportAnswer{{}, {}, state.error()};
}

Value ManifestOf(const ImportAnswer& answer, const std::string& key) {
  const Value& text = answer.state.At({kManifests, key});
  return text.is_string() ? ReadJson(text.as_string(), key).value_or(Value()) : Value();
}

TEST(Move, AManifestKeepsItsTypeSoThatTheSameExpressionIsNoChange) {
  const ServedResource target = Target("object");
  const ImportAnswer moved = Moved(
      "hashicorp/kubernetes", "kubernetes_manifest",
      R"({"computed_fields":null,"field_manager":[],"manifest":{"value":{"apiVersion":"v1","data":{"a":"1"},
          "kind":"ConfigMap","metadata":{"name":"m","namespace":"shop"}},"type":["object",{"apiVersion":"string",
          "data":["object",{"a":"string"}],"kind":"string","metadata":["object",{"name":"string","namespace":"string"}]}]},
          "object":{"value":null,"type":"dynamic"},"timeouts":[],"wait":[],"wait_for":null})",
      target);
  EXPECT_TRUE(moved.diagnostics.empty());
  EXPECT_EQ(ManifestOf(moved, "v1/ConfigMap/shop/m").At({"data", "a"}), Value("1"));
  EXPECT_TRUE(moved.state.Get("manifest").is_dynamic());
  EXPECT_EQ(moved.state.Get("manifest").dynamic_type().kind(), Type::Kind::kObject);
  EXPECT_TRUE(moved.state.Get("yaml").is_null());
  EXPECT_TRUE(moved.state.Has("on_destroy"));
  EXPECT_FALSE(moved.private_data.empty());
  EXPECT_EQ(IdentityOf(target, moved.state)->Get("name"), Value("m"));
}

TEST(Move, AYamlBodyBecomesYaml) {
  const std::string json =
      R"({"uid":"x","yaml_body":"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: shop}\n","yaml_incluster":"..."})";
  for (const char* provider : {"alekc/kubectl", "gavinbunney/kubectl"}) {
    const ImportAnswer moved = Moved(provider, "kubectl_manifest", json, Target("object"));
    EXPECT_TRUE(moved.diagnostics.empty());
    EXPECT_THAT(moved.state.Get("yaml").StringOr(""), HasSubstr("kind: ConfigMap"));
    EXPECT_TRUE(moved.state.Get("manifest").is_null());
    EXPECT_EQ(ManifestOf(moved, "v1/ConfigMap/shop/m").At({"metadata", "name"}), Value("m"));
  }
}

TEST(Move, ANamespaceBecomesEither) {
  const std::string json =
      R"({"id":"shop","metadata":[{"annotations":{},"generate_name":"","generation":0,"labels":{"team":"a"},
          "name":"shop","resource_version":"1","uid":"u"}],"timeouts":null,"wait_for_default_service_account":false})";
  for (const char* type : {"kubernetes_namespace", "kubernetes_namespace_v1"}) {
    const ImportAnswer ours = Moved("hashicorp/kubernetes", type, json, Target("namespace"));
    EXPECT_TRUE(ours.diagnostics.empty());
    EXPECT_EQ(ours.state.Get("name"), Value("shop"));
    EXPECT_EQ(ManifestOf(ours, "v1/Namespace//shop"),
              Value(Value::Map{{"apiVersion", "v1"},
                               {"kind", "Namespace"},
                               {"metadata", Value::Map{{"name", "shop"},
                                                       {"labels", Value::Map{{"team", "a"}}}}}}));
    EXPECT_TRUE(Moved("hashicorp/kubernetes", type, json, Target("object")).diagnostics.empty());
  }
}

TEST(Move, LabelsBecomeAnObjectOfNothingElse) {
  const ImportAnswer moved = Moved(
      "hashicorp/kubernetes", "kubernetes_labels",
      R"({"api_version":"v1","field_manager":"Terraform","force":null,"id":"x","kind":"Namespace",
          "labels":{"istio.io/dataplane-mode":"ambient"},"metadata":[{"name":"shop","namespace":""}]})",
      Target("object"));
  EXPECT_EQ(ManifestOf(moved, "v1/Namespace//shop").At({"metadata", "labels"}),
            Value(Value::Map{{"istio.io/dataplane-mode", "ambient"}}));
}

TEST(Move, WhatFitsNothingIsRefused) {
  EXPECT_EQ(FindPeer("registry.terraform.io/hashicorp/kubernetes", "kubernetes_manifest",
                     Target("tenant")),
            nullptr);
  EXPECT_EQ(
      FindPeer("registry.terraform.io/evil/kubernetes", "kubernetes_manifest", Target("object")),
      nullptr);
  const ImportAnswer nothing = Moved("alekc/kubectl", "kubectl_manifest",
                                     R"({"yaml_body":"a: 1\n---\nb: 2\n"})", Target("object"));
  ASSERT_TRUE(HasErrors(nothing.diagnostics));
  EXPECT_THAT(nothing.diagnostics.front().detail, HasSubstr("removed"));
}

}  // namespace
}  // namespace mesh::engine
