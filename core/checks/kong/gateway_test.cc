#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

const std::string kInPlane =
    "controlPlaneRef: {type: konnectNamespacedRef, konnectNamespacedRef: {name: cp}}";

std::string Entity(const std::string& kind, const std::string& spec) {
  return "{apiVersion: configuration.konghq.com/v1alpha1, kind: " + kind +
         ", metadata: {name: a, namespace: b}, spec: {" + kInPlane + ", " + spec + "}}";
}

void ExpectAnyOrder(const std::vector<FindingsCase>& cases) {
  for (const FindingsCase& one : cases) {
    EXPECT_THAT(FindingsOf(one.yaml), UnorderedElementsAreArray(one.findings)) << one.yaml;
  }
}

TEST(KongGatewayTest, ServicesThatKongRefuses) {
  const auto service = [](const std::string& more) {
    return Entity("KongService", "host: h, " + more);
  };
  ExpectAnyOrder({
      {service("protocol: https, port: 443, path: /a, tls_verify: true, retries: 0")},
      {service("protocol: smtp"), {"MSH7050 spec.protocol"}},
      {service("retries: 40000, connect_timeout: 0"),
       {"MSH7051 spec.retries", "MSH7051 spec.connect_timeout"}},
      {service("tls_verify: false"), {"MSH7052 spec.tls_verify"}},
      {service("protocol: tcp, path: /a"), {"MSH7053 spec.path"}},
  });
}

TEST(KongGatewayTest, RoutesThatKongRefuses) {
  ExpectAnyOrder({
      {Entity("KongRoute",
              "protocols: [http, https], hosts: ['*.a.b', 'c.*'], paths: [/a, ~/b$], "
              "methods: [GET], headers: {x-a: [b]}, snis: [a.b]")},
      {Entity("KongRoute", "protocols: [tls], sources: [{ip: 10.0.0.0/8, port: 1}]")},
      {Entity("KongRoute", "protocols: [ftp]"), {"MSH7050 spec.protocols[0]"}},
      {Entity("KongRoute", "protocols: [tcp], destinations: [{port: 70000}]"),
       {"MSH7051 spec.destinations[0].port"}},
      {Entity("KongRoute", "paths: [/a], https_redirect_status_code: 303"),
       {"MSH7051 spec.https_redirect_status_code"}},
      {Entity("KongRoute", "protocols: [https, grpc], paths: [/a]"), {"MSH7054 spec.protocols"}},
      {Entity("KongRoute", "protocols: [tcp], paths: [/a]"), {"MSH7055 spec"}},
      {Entity("KongRoute", "paths: [a, ~b, /a//b, ~/a//b]"),
       {"MSH7056 spec.paths[0]", "MSH7056 spec.paths[1]", "MSH7056 spec.paths[2]"}},
      {Entity("KongRoute", "hosts: [a/b, 'a.*.b', '*']"),
       {"MSH7057 spec.hosts[0]", "MSH7057 spec.hosts[1]", "MSH7057 spec.hosts[2]"}},
      {Entity("KongRoute", "headers: {Host: [a]}"), {"MSH7058 spec.headers[\"Host\"]"}},
      {Entity("KongRoute", "methods: [get]"), {"MSH7059 spec.methods[0]"}},
      {Entity("KongRoute", "protocols: [http], paths: [/a], snis: [a.b]"), {"MSH7060 spec.snis"}},
      {Entity("KongRoute", "paths: [/a], path_handling: v2"), {"MSH7061 spec.path_handling"}},
  });
}

TEST(KongGatewayTest, UpstreamsThatKongRefuses) {
  ExpectAnyOrder({
      {Entity("KongUpstream", "name: u.internal, algorithm: latency")},
      {Entity("KongUpstream", "hash_on: ip, hash_fallback: consumer")},
      {Entity("KongUpstream", "algorithm: random"), {"MSH7061 spec.algorithm"}},
      {Entity("KongUpstream", "name: 10.0.0.1"), {"MSH7062 spec.name"}},
      {Entity("KongUpstream", "name: 'u:80'"), {"MSH7062 spec.name"}},
      {Entity("KongUpstream", "hash_fallback: ip"), {"MSH7063 spec.hash_fallback"}},
      {Entity("KongUpstream", "hash_on: ip, hash_fallback: ip"), {"MSH7063 spec.hash_fallback"}},
  });
}

TEST(KongGatewayTest, WhatControllersPassOver) {
  const auto object = [](const std::string& kind, const std::string& metadata,
                         const std::string& fields) {
    return "{apiVersion: configuration.konghq.com/v1, kind: " + kind + ", metadata: {name: a, " +
           metadata + "}, " + fields + "}";
  };
  const std::string with_class = "annotations: {kubernetes.io/ingress.class: kong}";
  ExpectAnyOrder({
      {object("KongConsumer", with_class, "username: u, credentials: [s]")},
      {object("KongConsumer", "namespace: shop", "username: u, credentials: [s]"),
       {"MSH7040 metadata.annotations"}},
      {object("KongConsumer", with_class, "username: u"), {"MSH7041 credentials"}},
      // A control plane in Konnect asks for neither.
      {object("KongConsumer", "namespace: shop", "username: u, spec: {" + kInPlane + "}")},
      {object("KongClusterPlugin", with_class + ", labels: {global: 'true'}",
              "plugin: prometheus, config: {latency_metrics: true}")},
      {object("KongClusterPlugin", with_class,
              "plugin: prometheus, config: {latency_metrics: true}"),
       {"MSH7042 metadata.labels"}},
  });
}

TEST(KongGatewayTest, KindsInVersionsThatNobodyServes) {
  EXPECT_THAT(FindingsOf("{apiVersion: configuration.konghq.com/v1, kind: KongService, metadata: "
                         "{name: a, namespace: b}, spec: {" +
                         kInPlane + ", host: h}}"),
              ElementsAre("MSH1019 apiVersion"));
}

std::string Plugin(const std::string& fields) {
  return "{apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: {name: a, "
         "namespace: b}, plugin: " +
         fields + "}";
}

TEST(KongPluginTest, SettingsAsKongTakesThem) {
  for (const std::string plugin :
       {"rate-limiting, config: {minute: 10, hour: 100, policy: redis, fault_tolerant: true, "
        "redis: {host: r, port: 6379, database: 2}}",
        "cors, config: {origins: ['https://a.example.com'], methods: [GET], max_age: 3600, "
        "credentials: true}",
        "jwt, config: {key_claim_name: iss, claims_to_verify: [exp], maximum_expiration: 3600}",
        "request-transformer, config: {add: {headers: ['X-A:$(headers.host)']}}",
        "response-transformer, config: {remove: {headers: [Server]}}",
        "ip-restriction, config: {allow: [10.0.0.0/8]}",
        "request-size-limiting, config: {allowed_payload_size: 10, size_unit: megabytes}",
        "bot-detection, config: {deny: [bad]}",
        "file-log, config: {path: /dev/stdout, reopen: false}",
        "http-log, configFrom: {secretKeyRef: {name: s, key: k}}",
        "prometheus, config: {status_code_metrics: true}", "key-auth, config: {key_names: [k]}",
        "acl, config: {allow: [g]}", "key-auth", "something-of-our-own, config: {anything: 1}"}) {
    EXPECT_THAT(FindingsOf(Plugin(plugin)), IsEmpty()) << plugin;
  }
}

TEST(KongPluginTest, NamesOfPlugins) {
  ExpectAnyOrder({
      {Plugin("rate-limitting, config: {minute: 1}"), {"MSH7100 plugin"}},
      {Plugin("opa, config: {}"), {"MSH7101 plugin"}},
  });
}

TEST(KongPluginTest, SettingsThatKongRefuses) {
  ExpectAnyOrder({
      {Plugin("jwt, config: {algorithm: RS256}"), {"MSH7102 config.algorithm"}},
      {Plugin("rate-limiting, config: {minute: 1, redis: {hots: r}}"),
       {"MSH7102 config.redis.hots"}},
      {Plugin("openid-connect, config: {issuer: i, client_id: a}"),
       {"MSH7101 plugin", "MSH7103 config.client_id"}},
      {Plugin("key-auth, config: {key_in_body: 'yes', key_names: [1]}"),
       {"MSH7103 config.key_in_body", "MSH7103 config.key_names[0]"}},
      {Plugin("rate-limiting, config: {minute: 1, policy: memory}"), {"MSH7104 config.policy"}},
      {Plugin("cors, config: {methods: [FETCH]}"), {"MSH7104 config.methods[0]"}},
      {Plugin("tcp-log, config: {host: h, port: 70000}"), {"MSH7104 config.port"}},
      {Plugin("rate-limiting, config: {minute: 1, policy: redis, redis_host: r}"),
       {"MSH7105 config.redis_host"}},
      {Plugin("file-log"), {"MSH7106 config"}},
      {Plugin("ip-restriction, config: {}"), {"MSH7106 config"}},
      {Plugin("rate-limiting, config: {minute: 1, limit_by: header}"), {"MSH7106 config"}},
      {Plugin("acl, config: {allow: [a], deny: [b]}"), {"MSH7107 config.deny"}},
      {Plugin("rate-limiting, config: {hour: 5, minute: 10}"), {"MSH7110 config.hour"}},
  });
}

TEST(KongPluginTest, ASecretMayComeFromElsewhere) {
  const std::string log = "http-log, config: {http_endpoint: ";
  ExpectAnyOrder({
      {Plugin(log + "'http://user:word@a'}"), {"MSH7108 config.http_endpoint"}},
      {Plugin(log + "'{vault://env/endpoint}'}")},
      {Plugin("http-log, config: {method: POST}, configPatches: [{path: /http_endpoint, valueFrom: "
              "{secretKeyRef: {name: s, key: k}}}]")},
  });
}

TEST(KongPluginTest, SettingsThatDoSomethingElse) {
  ExpectAnyOrder({
      {Plugin("cors, config: {origins: ['https://*.example.com']}"), {"MSH7111 config.origins[0]"}},
      {Plugin("cors, config: {origins: ['*'], credentials: true}"), {"MSH7112 config.credentials"}},
      {Plugin("cors, config: {credentials: true}"), {"MSH7112 config.credentials"}},
      {Plugin("cors, config: {origins: ['https://.+[.]example[.]com$'], credentials: true}")},
      {Plugin("request-transformer, config: {add: {headers: ['X-Id:$(uuid)']}}"),
       {"MSH7113 config.add.headers[0]"}},
      {Plugin("prometheus, config: {per_consumer: true}"), {"MSH7114 config"}},
  });
}

TEST(KongPluginTest, ANearNameIsTold) {
  const auto found = CheckObject(ObjectOf(Plugin("rate-limiting, config: {minut: 1, hour: 2}")));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found.front().what, HasSubstr("Is it `minute`?"));
}

}  // namespace
}  // namespace mesh
