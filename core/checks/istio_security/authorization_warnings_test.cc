#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;

std::string Named(const std::string& name, const std::string& spec) {
  return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: " + name +
         ", namespace: shop}, spec: {" + spec + "}}";
}
const std::string kTargets =
    "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}], ";
/// A policy that waypoints and gateways enforce.
std::string AtGateway(const std::string& spec) { return Named("a", kTargets + spec); }
/// A policy that ztunnels or sidecars enforce.
std::string AtWorkload(const std::string& spec) { return Named("a", spec); }

const std::string kShop = "from: [{source: {namespaces: [shop]}}]";
const std::string kGet = "to: [{operation: {methods: [GET]}}]";
const std::string kPort = "to: [{operation: {ports: ['80']}}]";

TEST(AuthorizationWarningsTest, RulesAreAlternatives) {
  ExpectFindings({
      {AtGateway("rules: [{" + kShop + ", " + kGet + "}]")},
      {AtGateway("rules: [{" + kShop + "}, {" + kGet + "}]"), {"MSH3101 spec.rules[1]"}},
      {AtGateway("rules: [{" + kGet + "}, {" + kShop + ", " + kGet + "}]"),
       {"MSH3102 spec.rules[0]"}},
      // Who wants to open one thing to all writes just that.
      {AtGateway("rules: [{" + kGet + "}]")},
      {AtGateway("rules: [{" + kShop + "}, {" + kGet +
                 ", when: [{key: 'request.auth.claims[a]', values: [b]}]}]")},
      {AtGateway("action: DENY, rules: [{" + kShop + "}, {" + kPort + "}]")},
  });
}

TEST(AuthorizationWarningsTest, OpenToAll) {
  ExpectFindings({
      {AtGateway("rules: [{}]"), {"MSH3104 spec.rules[0]"}},
      {AtGateway("action: ALLOW, rules: [{" + kShop + "}, {}]"), {"MSH3104 spec.rules[1]"}},
      {AtGateway("rules: [{from: []}]"), {"MSH3104 spec.rules[0]", "MSH3111 spec.rules[0].from"}},
      {AtGateway("rules: [{from: [{source: {notNamespaces: [a]}}]}]"),
       {"MSH3110 spec.rules[0].from[0].source.notNamespaces"}},
      {AtGateway("rules: [{from: [{source: {notNamespaces: [a], principals: ['*']}}]}]")},
      {AtGateway("rules: [{from: [{source: {notPrincipals: [a/ns/b/sa/c]}}], when: [{key: "
                 "source.namespace, values: [b]}]}]")},
      {AtGateway("action: DENY, rules: [{from: [{source: {notNamespaces: [a]}}]}]")},
  });
}

TEST(AuthorizationWarningsTest, NamesThatSayDeny) {
  const std::string rules = kTargets + "rules: [{" + kShop + "}]";
  ExpectFindings({
      {Named("deny-cross-tenant", rules), {"MSH3103 metadata.name"}},
      {Named("shop.deny", rules), {"MSH3103 metadata.name"}},
      {Named("denylist", rules)},
      {Named("deny-all", kTargets)},
      {Named("deny-cross-tenant", "action: ALLOW, " + rules)},
      {Named("deny-cross-tenant", "action: DENY, " + rules)},
  });
}

TEST(AuthorizationWarningsTest, DenyThatZtunnelsCannotEnforce) {
  const auto deny = [](const std::string& rule) {
    return AtWorkload("action: DENY, rules: [{" + rule + "}]");
  };
  const std::vector<std::string> inert = {"MSH3105 spec.rules[0]"};
  const std::vector<std::string> inert_and_tcp = {"MSH3108 spec.rules[0]", "MSH3105 spec.rules[0]"};
  ExpectFindings({
      {deny(kShop)},
      {deny(kPort)},
      {deny(kGet), inert_and_tcp},
      {deny("from: [{source: {notRequestPrincipals: ['*']}}]"), inert_and_tcp},
      // What one part is left with does not help another.
      {deny(kShop + ", " + kGet), inert_and_tcp},
      {deny(kShop + ", to: [{operation: {methods: [GET], ports: ['80']}}]")},
      {deny(kShop + ", to: [{operation: {methods: [GET]}}, {operation: {ports: ['80']}}]")},
      {deny(kShop + ", when: [{key: 'request.headers[a]', values: [b]}]"), inert},
      {deny(kShop + ", when: [{key: destination.port, values: ['80']}]")},
      {deny("from: [{source: {remoteIpBlocks: [10.0.0.1]}}]"), inert},
      {AtGateway("action: DENY, rules: [{" + kShop +
                 ", to: [{operation: {methods: [GET], ports: "
                 "['80']}}]}]")},
  });
}

TEST(AuthorizationWarningsTest, AllowThatZtunnelsDrop) {
  ExpectFindings({
      {AtWorkload("rules: [{" + kShop + ", " + kPort + "}]")},
      {AtWorkload("rules: [{" + kShop + ", " + kGet + "}]"), {"MSH3106 spec.rules"}},
      {AtWorkload("rules: [{from: [{source: {requestPrincipals: ['*']}}]}]"),
       {"MSH3106 spec.rules"}},
      {AtWorkload("rules: [{" + kShop + ", when: [{key: connection.sni, values: [a]}]}]"),
       {"MSH3106 spec.rules"}},
      {AtWorkload("rules: [{from: [{source: {namespaces: [a], notTrustDomains: [b]}}]}]"),
       {"MSH3109 spec.rules[0].from[0].source.notTrustDomains"}},
      {AtGateway("rules: [{from: [{source: {namespaces: [a], notTrustDomains: [b]}}]}]")},
      {AtWorkload("action: AUDIT, rules: [{" + kShop + "}]"), {"MSH3107 spec.action"}},
      {AtWorkload("action: CUSTOM, provider: {name: opa}, rules: [{" + kGet + "}]"),
       {"MSH3107 spec.action"}},
  });
}

TEST(AuthorizationWarningsTest, ValuesThatNeverFit) {
  const auto source = [](const std::string& values) {
    return AtGateway("rules: [{from: [{source: {" + values + "}}]}]");
  };
  const std::string at = " spec.rules[0].from[0].source";
  ExpectFindings({
      {source("principals: ['*', cluster.local/ns/a/sa/b, cluster.local/ns/a/*, '*/sa/b']")},
      {source("principals: ['spiffe://cluster.local/ns/a/sa/b']"),
       {"MSH3112" + at + ".principals[0]"}},
      {source("principals: [a/b]"), {"MSH3113" + at + ".principals[0]"}},
      {source("principals: [cluster.local/sa/b/ns/a]"), {"MSH3113" + at + ".principals[0]"}},
      {source("principals: [cluster.local/ns/*/sa/b]"), {"MSH3118" + at + ".principals[0]"}},
      {source("requestPrincipals: ['https://a.example/b', '*', 'a*']")},
      {source("requestPrincipals: [me@a.example]"), {"MSH3119" + at + ".requestPrincipals[0]"}},
      {AtGateway("rules: [{when: [{key: source.principal, values: ['spiffe://a/ns/b/sa/c']}]}]"),
       {"MSH3112 spec.rules[0].when[0].values[0]"}},
  });
}

TEST(AuthorizationWarningsTest, OperationsThatNeverFit) {
  const auto operation = [](const std::string& values) {
    return AtGateway("rules: [{to: [{operation: {" + values + "}}]}]");
  };
  const std::string at = " spec.rules[0].to[0].operation";
  ExpectFindings({
      {operation("methods: [GET, 'P*', '*']")},
      {operation("methods: [get]"), {"MSH3114" + at + ".methods[0]"}},
      {operation("hosts: [a.example, '*.a.example', 'a.example:*']")},
      {operation("hosts: ['https://a.example']"), {"MSH3117" + at + ".hosts[0]"}},
      {operation("hosts: ['a.*.example']"), {"MSH3118" + at + ".hosts[0]"}},
      {operation("paths: [/a, '/a*', '*.png', '*', '/*', '/{*}/a']")},
      {operation("paths: [api]"), {"MSH3115" + at + ".paths[0]"}},
      {operation("paths: ['/a?b=c']"), {"MSH3115" + at + ".paths[0]"}},
      {operation("paths: ['/a/*/b']"), {"MSH3118" + at + ".paths[0]"}},
      {operation("notPaths: ['/a/*']"), {"MSH3116" + at + ".notPaths[0]"}},
      {operation("paths: ['/a/*', /a]")},
      {operation("paths: ['/a/b/*', '/a*']")},
      {operation("paths: ['/a/*', /b]"), {"MSH3116" + at + ".paths[0]"}},
  });
}

}  // namespace
}  // namespace mesh
