#include <set>

#include "core/resources/testing/golden.h"

namespace mesh {

ResourceDefinition TopicResource();

namespace {

using testing::ExpectRefused;
using testing::Yaml;

const std::string kTopicGolden = MESH_SOURCE_DIR "/core/resources/topic/golden";

Value Topic(const std::string& more) {
  return Yaml("{name: orders, namespace: kafka, kafka_cluster: events, " + more + "}");
}

TEST(TopicTest, RendersGoldenFilesAndReadsThemBack) {
  const auto cases = testing::GoldenCases(kTopicGolden);
  ASSERT_FALSE(cases.empty());
  for (const std::string& name : cases) testing::ExpectGolden(TopicResource(), kTopicGolden, name);
}

TEST(TopicTest, RefusesWhatCannotWorkNamingPlaceAndFix) {
  const auto refused = [](const std::string& more, const std::string& path,
                          const std::string& words) {
    ExpectRefused(TopicResource(), Topic(more), path, words);
  };
  refused("partitions: 0", "partitions", "from 1");
  refused("partitions: 1.5", "partitions", "whole number");
  refused("replicas: 40000", "replicas", "32767");
  refused("config: {replication.factor: \"3\"}", "config[\"replication.factor\"]", "replicas");
  refused("config: {partitions: \"3\"}", "config[\"partitions\"]", "attribute partitions");
  refused("config: {retention.ms: a week}", "config[\"retention.ms\"]", "whole number");
  refused("config: {segment.bytes: \"0\"}", "config[\"segment.bytes\"]", "at least 1");
  refused("config: {preallocate: \"yes\"}", "config[\"preallocate\"]", "\"true\" or \"false\"");
  refused("config: {cleanup.policy: shred}", "config[\"cleanup.policy\"]", "compact,delete");
  refused("replicas: 2, config: {min.insync.replicas: \"3\"}", "config[\"min.insync.replicas\"]",
          "raise replicas");
  refused("labels: {strimzi.io/cluster: other}", "labels[\"strimzi.io/cluster\"]", "kafka_cluster");
  refused("object_name: ../x", "object_name", "DNS-1123");
  refused("api_version: v2", "api_version", "\"v1beta2\" or \"v1\"");
  for (const char* name : {"\"a b\"", "..", "\"\"", "a/b"}) {
    ExpectRefused(TopicResource(),
                  Yaml(std::string("{name: ") + name + ", namespace: k, kafka_cluster: e}"), "name",
                  "no topic name");
  }
}

std::vector<std::string> Warnings(const std::string& more) {
  std::vector<std::string> out;
  for (const Diagnostic& d : testing::Judge(TopicResource(), Topic(more))) {
    EXPECT_EQ(d.severity, Severity::kWarning) << d.detail;
    out.push_back(d.path.ToString());
  }
  return out;
}

TEST(TopicTest, WarnsOfWhatHasNoEffectOrHurtsLater) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(Warnings("replicas: 3, config: {min.insync.replicas: \"3\"}"),
            Paths{"config[\"min.insync.replicas\"]"});
  EXPECT_EQ(Warnings("replicas: 3, config: {min.insync.replicas: \"2\"}"), Paths{});
  EXPECT_EQ(Warnings("replicas: 1, config: {min.insync.replicas: \"1\"}"), Paths{});
  EXPECT_EQ(Warnings("config: {cleanup.policy: compact, retention.ms: \"1\"}"),
            Paths{"config[\"retention.ms\"]"});
  EXPECT_EQ(Warnings("config: {cleanup.policy: \"compact,delete\", retention.ms: \"1\"}"), Paths{});
  EXPECT_EQ(Warnings("config: {retention.msec: \"1\"}"), Paths{"config[\"retention.msec\"]"});
}

Diagnostics TopicStep(const std::string& prior, const std::string& planned) {
  return TopicResource().transition(Topic(prior), Topic(planned));
}

TEST(TopicTest, PartitionsOnlyGrow) {
  const Diagnostics shrink = TopicStep("partitions: 12", "partitions: 6");
  ASSERT_EQ(shrink.size(), 1u);
  EXPECT_EQ(shrink[0].severity, Severity::kError);
  EXPECT_EQ(shrink[0].path.ToString(), "partitions");
  const Diagnostics grow = TopicStep("partitions: 6", "partitions: 12");
  ASSERT_EQ(grow.size(), 1u);
  EXPECT_EQ(grow[0].severity, Severity::kWarning);
  EXPECT_TRUE(TopicStep("partitions: 6", "partitions: 6").empty());
  // Another name is another topic.
  const Value other = Yaml("{name: new, namespace: kafka, kafka_cluster: events, partitions: 1}");
  EXPECT_TRUE(TopicResource().transition(Topic("partitions: 6"), other).empty());
}

TEST(TopicTest, AChangeOfReplicasIsSaid) {
  const Diagnostics found = TopicStep("replicas: 3", "replicas: 2");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::kWarning);
  EXPECT_NE(found[0].detail.find("Cruise Control"), std::string::npos);
}

std::string ClaimOf(const std::string& name) {
  const auto claims =
      TopicResource().claims(Yaml("{name: " + name + ", namespace: k, kafka_cluster: e}"));
  return claims.size() == 1 ? claims[0].key : "";
}

TEST(TopicTest, DotAndUnderscoreMakeOneClaim) {
  EXPECT_EQ(ClaimOf("iso.rt.lmp"), ClaimOf("iso_rt.lmp"));
  EXPECT_NE(ClaimOf("iso.rt.lmp"), ClaimOf("iso-rt.lmp"));
  EXPECT_NE(ClaimOf("iso.rt.lmp"), "");
}

TEST(TopicTest, DerivedObjectNamesAreValidAndApart) {
  std::set<std::string> names;
  for (const std::string& topic :
       {std::string("A_B"), std::string("a_b"), std::string("a__b"), std::string("A_b"),
        std::string("_"), std::string(249, '_'), std::string(249, 'A')}) {
    const Desired desired = TopicResource().render(
        Yaml("{name: " + topic + ", namespace: k, kafka_cluster: e}"), Settings::Default());
    const Value& object = desired.objects.at(0).content;
    const std::string name = object.At({"metadata", "name"}).StringOr("");
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_LE(name.size(), 253u);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos);
    EXPECT_NE(name.front(), '-');
    EXPECT_EQ(object.At({"spec", "topicName"}), Value(topic));
  }
}

TEST(TopicTest, UnknownsStayWhereTheyAre) {
  Value config = Topic("partitions: 1");
  config.Set("partitions", Value::Unknown());
  const Desired desired = TopicResource().render(config, Settings::Default());
  EXPECT_TRUE(desired.complete);
  EXPECT_TRUE(desired.objects.at(0).content.At({"spec", "partitions"}).is_unknown());
  config.Set("name", Value::Unknown());
  EXPECT_FALSE(TopicResource().render(config, Settings::Default()).complete);
  EXPECT_TRUE(TopicResource().keeps_by_default);
}

}  // namespace
}  // namespace mesh
