#include "generator/platform_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/resources/resources.h"
#include "generator/rendered_platform.h"

namespace mesh::generator {
namespace {

using testing::HasSubstr;

const std::vector<ResourceDefinition>& Definitions() {
  static const std::vector<ResourceDefinition> definitions = AllResources();
  return definitions;
}

Diagnostic FirstError(const std::string& yaml) {
  const auto file = ReadPlatformFile(yaml, "p.yaml", Definitions());
  if (!file) return file.error().front();
  for (const Diagnostic& d : RenderPlatform(*file, 2).diagnostics) {
    if (d.severity == Severity::kError) return d;
  }
  return {};
}

TEST(ReadPlatformFile, ReadsHeadAndResources) {
  const auto file = ReadPlatformFile(
      "owner: platform\n"
      "clusters: {prod: {directory: {path: p}}}\n"
      "mesh: {trust_domains: [a.example]}\n"
      "resources:\n"
      "  namespace: {b: {name: b}, a: {name: a, cluster: prod}}\n",
      "p.yaml", Definitions());
  ASSERT_TRUE(file);
  EXPECT_EQ(*file->platform.owner, "platform");
  EXPECT_EQ(file->platform.settings().trust_domains->front(), "a.example");
  ASSERT_EQ(file->resources.size(), 2u);
  EXPECT_EQ(file->resources[0].Title(), "namespace \"a\"");
  EXPECT_EQ(file->resources[0].path.ToString(), "resources.namespace[\"a\"]");
}

TEST(ReadPlatformFile, RefusesUnknownTypesAndAttributes) {
  EXPECT_THAT(FirstError("resources: {tennant: {}}").detail, HasSubstr("Did you mean \"tenant\"?"));
  EXPECT_THAT(FirstError("resources: {mesh_tenant: {}}").detail, HasSubstr("write \"tenant\""));
  EXPECT_THAT(FirstError("onwer: x\nresources: {}").detail, HasSubstr("Did you mean \"owner\"?"));
  EXPECT_THAT(FirstError("resources: {namespace: {a: {name: a, labls: {}}}}").detail,
              HasSubstr("resources.namespace[\"a\"].labls is no attribute here. Did you mean "
                        "\"labels\"?"));
}

TEST(ReadPlatformFile, MissingResourcesAreNotTakenForNone) {
  EXPECT_EQ(FirstError("owner: x").summary, "Missing resources");
  EXPECT_EQ(FirstError("resources:").summary, "Missing resources");
}

TEST(ReadPlatformFile, IsOneDocumentAndAMap) {
  EXPECT_EQ(FirstError("").summary, "Empty platform file");
  EXPECT_EQ(FirstError("resources: {}\n---\nresources: {}\n").summary, "More than one document");
  EXPECT_EQ(FirstError("- a").summary, "No platform file");
}

TEST(RenderPlatform, WhatTheResourceRefusesIsShownWhereItStands) {
  const Diagnostic missing = FirstError("resources: {namespace: {a: {dataplane_mode: ambient}}}");
  EXPECT_EQ(missing.path.ToString(), "resources.namespace[\"a\"].name");
  const Diagnostic mode = FirstError("resources: {namespace: {a: {name: a, dataplane_mode: x}}}");
  EXPECT_EQ(mode.path.ToString(), "resources.namespace[\"a\"].dataplane_mode");
  EXPECT_THAT(mode.detail, HasSubstr("\"ambient\""));
}

TEST(RenderPlatform, UnknownClustersNameTheKnownOnes) {
  const Diagnostic wrong =
      FirstError("clusters: {prod: {}}\nresources: {namespace: {a: {name: a, cluster: prd}}}");
  EXPECT_EQ(wrong.path.ToString(), "resources.namespace[\"a\"].cluster");
  EXPECT_THAT(wrong.detail, HasSubstr("prod"));
}

TEST(RenderPlatform, TwoResourcesThatClaimOneThingAreBothNamed) {
  const Diagnostic wrong = FirstError(
      "resources:\n"
      "  tenant: {first: {name: first, namespaces: {a: {}}}}\n"
      "  namespace: {second: {name: a}}\n");
  EXPECT_THAT(wrong.detail, HasSubstr("namespace \"second\""));
  EXPECT_THAT(wrong.detail, HasSubstr("tenant \"first\""));
}

TEST(RenderPlatform, TenantsWhoseHostnamesOverlapAreBothNamed) {
  const Diagnostic wrong = FirstError(
      "resources:\n"
      "  tenant:\n"
      "    wide: {name: wide, namespaces: {a: {}}, hostnames: ['*.example.com']}\n"
      "    narrow: {name: narrow, namespaces: {b: {}}, hostnames: [shop.example.com]}\n");
  EXPECT_THAT(wrong.detail, HasSubstr("tenant \"wide\""));
  EXPECT_THAT(wrong.detail, HasSubstr("tenant \"narrow\""));
}

TEST(RenderPlatform, TwoResourcesThatWriteOneObjectAreBothNamed) {
  constexpr char kObject[] =
      "{manifest: {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: home}}}";
  const Diagnostic wrong =
      FirstError(std::string("resources: {object: {one: ") + kObject + ", two: " + kObject + "}}");
  EXPECT_EQ(wrong.summary, "Two resources claim one object");
  EXPECT_THAT(wrong.detail, HasSubstr("object \"one\" and object \"two\""));
}

TEST(RenderPlatform, DoesNotDependOnTheNumberOfThreads) {
  std::string yaml = "resources:\n  namespace:\n";
  for (int i = 100; i < 200; ++i) {
    const std::string name = "n" + std::to_string(i);
    yaml += "    " + name + ": {name: " + name + ", dataplane_mode: ambient}\n";
  }
  const auto file = ReadPlatformFile(yaml, "p.yaml", Definitions());
  ASSERT_TRUE(file);
  const RenderedPlatform one = RenderPlatform(*file, 1);
  const RenderedPlatform four = RenderPlatform(*file, 4);
  ASSERT_EQ(one.resources.size(), 100u);
  ASSERT_EQ(four.resources.size(), 100u);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(one.resources[i].mark, four.resources[i].mark);
    EXPECT_EQ(one.resources[i].rendered.objects.at(0).content,
              four.resources[i].rendered.objects.at(0).content);
  }
}

}  // namespace
}  // namespace mesh::generator
