#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::UnorderedElementsAreArray;

std::string Object(const std::string& kind, const std::string& name, const std::string& spec) {
  return "{apiVersion: kafka.strimzi.io/v1, kind: " + kind + ", metadata: {name: " + name +
         ", namespace: b, labels: {strimzi.io/cluster: c}}, spec: {" + spec + "}}";
}

std::string Topic(const std::string& spec) { return Object("KafkaTopic", "orders", spec); }

std::string User(const std::string& spec) {
  return Object("KafkaUser", "u",
                spec +
                    ", authorization: {type: simple, acls: [{resource: {type: topic, name: t}, "
                    "operations: [Read]}]}");
}

std::string Right(const std::string& acl) {
  return Object(
      "KafkaUser", "u",
      "authentication: {type: tls}, authorization: {type: simple, acls: [{" + acl + "}]}");
}

void Expect(const std::vector<FindingsCase>& cases) {
  for (const FindingsCase& one : cases) {
    EXPECT_THAT(FindingsOf(one.yaml), UnorderedElementsAreArray(one.findings)) << one.yaml;
  }
}

TEST(KafkaTopicTest, NamesAndClusters) {
  Expect({
      {Topic("partitions: 3, replicas: 3")},
      {Topic("topicName: Orders_V1")},
      {Topic("topicName: 'a b'"), {"MSH7211 spec.topicName"}},
      {Topic("topicName: '..'"), {"MSH7211 spec.topicName"}},
      {Topic("topicName: " + std::string(250, 'a')), {"MSH7211 spec.topicName"}},
      {Topic("topicName: iso.rt_lmp"), {"MSH7212 spec.topicName"}},
      {"{apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic, metadata: {name: a, namespace: b}, "
       "spec: {}}",
       {"MSH7210 metadata.labels"}},
  });
}

TEST(KafkaTopicTest, Settings) {
  Expect({
      {Topic("config: {retention.ms: 31536000000, cleanup.policy: [compact, delete], "
             "compression.type: zstd, preallocate: true, min.cleanable.dirty.ratio: 0.5}")},
      {Topic("config: 5"), {"MSH7204 spec.config"}},
      {Topic("config: {replication.factor: 3}"), {"MSH7213 spec.config[\"replication.factor\"]"}},
      {Topic("config: {retention.msec: 1}"), {"MSH7214 spec.config[\"retention.msec\"]"}},
      {Topic("config: {retention.ms: a week}"), {"MSH7215 spec.config[\"retention.ms\"]"}},
      {Topic("config: {compression.type: brotli}"), {"MSH7215 spec.config[\"compression.type\"]"}},
      {Topic("config: {min.cleanable.dirty.ratio: 2}"),
       {"MSH7215 spec.config[\"min.cleanable.dirty.ratio\"]"}},
      {Topic("config: {retention.ms: {a: 1}}"), {"MSH7215 spec.config[\"retention.ms\"]"}},
      {Topic("config: {cleanup.policy: compact, retention.ms: 1000}"),
       {"MSH7218 spec.config[\"retention.ms\"]"}},
  });
}

TEST(KafkaTopicTest, Replicas) {
  const std::string in_sync = "MSH7217 spec.config[\"min.insync.replicas\"]";
  Expect({
      {Topic("replicas: 3, config: {min.insync.replicas: 2}")},
      {Topic("replicas: 3, config: {min.insync.replicas: '3'}"), {in_sync}},
      {Topic("replicas: 2, config: {min.insync.replicas: 3}"),
       {"MSH7216 spec.config[\"min.insync.replicas\"]"}},
      {Topic("replicas: 1, config: {min.insync.replicas: 1}"), {"MSH7219 spec.replicas"}},
  });
}

TEST(KafkaUserTest, Authentication) {
  Expect({
      {User("authentication: {type: tls, validityDays: 30, renewalDays: 10}")},
      {User("authentication: {type: scram-sha-512, validityDays: 30, renewalDays: 10}"),
       {"MSH7201 spec.authentication"}},
      {User("authentication: {type: tls, validityDays: 30}"), {"MSH7202 spec.authentication"}},
      {User("authentication: {type: tls, validityDays: 30, renewalDays: 30}"),
       {"MSH7203 spec.authentication.renewalDays"}},
      {User(
           "authentication: {type: tls, password: {valueFrom: {secretKeyRef: {name: a, key: b}}}}"),
       {"MSH7235 spec.authentication.password"}},
      {User("authentication: {type: scram-sha-512, password: {valueFrom: {secretKeyRef: {name: "
            "a}}}}"),
       {"MSH7236 spec.authentication.password.valueFrom"}},
      {Object("KafkaUser", std::string(65, 'u'),
              "authentication: {type: tls}, authorization: {type: simple, acls: [{resource: {type: "
              "cluster}, operations: [Describe]}]}"),
       {"MSH7234 metadata.name"}},
  });
}

TEST(KafkaUserTest, Rights) {
  const std::string acl = "spec.authorization.acls[0]";
  Expect({
      {Right("resource: {type: topic, name: t, patternType: prefix}, operations: [All]")},
      {Right("type: deny, resource: {type: topic, name: '*'}, operations: [All]")},
      {Object("KafkaUser", "u", "authentication: {type: tls}"), {"MSH7230 spec.authorization"}},
      {Object("KafkaUser", "u", "authorization: {type: simple, acls: []}"),
       {"MSH7230 spec.authorization"}},
      {Right("resource: {type: group}, operations: [Read]"), {"MSH7231 " + acl + ".resource"}},
      {Right("resource: {type: group, name: g}, operations: [Read, Write]"),
       {"MSH7232 " + acl + ".operations[1]"}},
      {Right("resource: {type: topic, name: '*'}, operations: [All]"), {"MSH7233 " + acl}},
      {Right("resource: {type: cluster}, operations: [All]"), {"MSH7233 " + acl}},
  });
}

}  // namespace
}  // namespace mesh
