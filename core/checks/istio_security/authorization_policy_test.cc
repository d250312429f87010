#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;

/// A policy for targets, so that nothing is said of ztunnels.
std::string Policy(const std::string& spec, const std::string& metadata = "") {
  return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, "
         "namespace: shop" +
         metadata +
         "}, spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}], " +
         spec + "}}";
}
std::string OneRule(const std::string& rule) { return Policy("rules: [{" + rule + "}]"); }
std::string Source(const std::string& source) {
  return OneRule("from: [{source: {" + source + "}}]");
}
std::string Operation(const std::string& operation) {
  return OneRule("to: [{operation: {" + operation + "}}]");
}
std::string When(const std::string& condition) { return OneRule("when: [{" + condition + "}]"); }
std::string Custom(const std::string& rule) {
  return Policy("action: CUSTOM, provider: {name: opa}, rules: [{" + rule + "}]");
}
std::string DryRun(const std::string& value, const std::string& action) {
  return Policy("action: " + action +
                    ", provider: " + (action == "CUSTOM" ? "{name: opa}" : "null") +
                    ", rules: [{to: [{operation: "
                    "{ports: ['80']}}]}]",
                ", annotations: {istio.io/dry-run: '" + value + "'}");
}

const std::string kFirstRule = " spec.rules[0]";
const std::string kSource = kFirstRule + ".from[0].source";
const std::string kOperation = kFirstRule + ".to[0].operation";
const std::string kWhen = kFirstRule + ".when[0]";

TEST(AuthorizationPolicyTest, ActionsAndWhatTheyNeed) {
  ExpectFindings({
      {Policy("")},
      {Policy("rules: []")},
      {Policy("action: AUDIT")},
      {Policy("action: DENY"), {"MSH3001 spec"}},
      {Policy("action: DENY, rules: []"), {"MSH3001 spec"}},
      {Policy("action: DENY, rules: [{}]")},
      {Policy("action: CUSTOM, provider: {name: opa}"), {"MSH3001 spec"}},
      {Policy("action: CUSTOM, provider: {name: opa}, rules: [{}]")},
      {Policy("action: CUSTOM, rules: [{}]"), {"MSH3002 spec.provider"}},
      {Policy("action: CUSTOM, provider: {name: ''}, rules: [{}]"), {"MSH3002 spec.provider"}},
      {Policy("provider: {name: opa}"), {"MSH3003 spec.provider"}},
      {Policy("action: DENY, provider: {}, rules: [{}]"), {"MSH3003 spec.provider"}},
  });
}

TEST(AuthorizationPolicyTest, CustomCannotTellWhoCalls) {
  ExpectFindings({
      {Custom("from: [{source: {ipBlocks: [10.0.0.1], notRemoteIpBlocks: ['::/0']}}]")},
      {Custom("from: [{source: {principals: [a/ns/b/sa/c]}}]"),
       {"MSH3004" + kSource + ".principals"}},
      {Custom("from: [{source: {notNamespaces: [b]}}]"), {"MSH3004" + kSource + ".notNamespaces"}},
      {Custom("from: [{source: {trustDomains: [b]}}]"), {"MSH3004" + kSource + ".trustDomains"}},
      {Custom("from: [{source: {requestPrincipals: ['*']}}]"),
       {"MSH3004" + kSource + ".requestPrincipals"}},
      {Custom("from: [{source: {serviceAccounts: [b]}}]"),
       {"MSH3004" + kSource + ".serviceAccounts"}},
      {Custom("when: [{key: 'request.headers[a]', values: [b]}]")},
      {Custom("when: [{key: source.principal, values: ['*']}]"), {"MSH3004" + kWhen + ".key"}},
      {Custom("when: [{key: 'request.auth.claims[a]', values: [b]}]"),
       {"MSH3004" + kWhen + ".key"}},
  });
}

TEST(AuthorizationPolicyTest, ItemsThatSayNothing) {
  ExpectFindings({
      {OneRule("from: [{}]"), {"MSH3005" + kFirstRule + ".from[0]"}},
      {Source(""), {"MSH3005" + kSource}},
      {Source("principals: [], notNamespaces: []"), {"MSH3005" + kSource}},
      {OneRule("to: [{}]"), {"MSH3006" + kFirstRule + ".to[0]"}},
      {Operation("methods: []"), {"MSH3006" + kOperation}},
      {OneRule("from: [{source: {namespaces: [a]}}], to: []"), {"MSH3111" + kFirstRule + ".to"}},
  });
}

TEST(AuthorizationPolicyTest, ValuesOfSources) {
  ExpectFindings({
      {Source("principals: [a/ns/b/sa/c], namespaces: ['b*']")},
      {Source("serviceAccounts: [a/b, c]")},
      {Source("serviceAccounts: [a/b], namespaces: [a]"), {"MSH3007" + kSource}},
      {Source("serviceAccounts: [a/b], notPrincipals: []"), {"MSH3007" + kSource}},
      {Source("namespaces: [a, '']"), {"MSH3008" + kSource + ".namespaces[1]"}},
      {Source("serviceAccounts: ['a/*']"), {"MSH3009" + kSource + ".serviceAccounts[0]"}},
      {Source("serviceAccounts: [a/b/c]"), {"MSH3009" + kSource + ".serviceAccounts[0]"}},
      {Source("serviceAccounts: [/b]"), {"MSH3009" + kSource + ".serviceAccounts[0]"}},
      {Source("serviceAccounts: [a/]"), {"MSH3009" + kSource + ".serviceAccounts[0]"}},
      {Source("trustDomains: [a, '*', 'a*', '*a']")},
      {Source("trustDomains: ['a*b']"), {"MSH3010" + kSource + ".trustDomains[0]"}},
      {Source("trustDomains: ['*a*']"), {"MSH3010" + kSource + ".trustDomains[0]"}},
      {Source("trustDomains: [a/b]"), {"MSH3010" + kSource + ".trustDomains[0]"}},
      {Source("ipBlocks: [10.0.0.1, 10.0.0.0/8, '2001:db8::/32', 'fe80::1%eth0']")},
      {Source("ipBlocks: [10.0.0]"), {"MSH3019" + kSource + ".ipBlocks[0]"}},
      {Source("remoteIpBlocks: [10.0.0.0/33]"), {"MSH3019" + kSource + ".remoteIpBlocks[0]"}},
      {Source("notIpBlocks: ['fe80::1%a/b/64']"), {"MSH3019" + kSource + ".notIpBlocks[0]"}},
  });
}

TEST(AuthorizationPolicyTest, ValuesOfOperations) {
  ExpectFindings({
      {Operation("ports: ['80', '080', '0', '65535']")},
      {Operation("ports: ['65536']"), {"MSH3011" + kOperation + ".ports[0]"}},
      {Operation("ports: [http]"), {"MSH3011" + kOperation + ".ports[0]"}},
      {Operation("ports: ['+80']"), {"MSH3011" + kOperation + ".ports[0]"}},
      {Operation("notPorts: ['']"), {"MSH3008" + kOperation + ".notPorts[0]"}},
      {Operation("paths: ['/a/{*}/b', '/a/{**}', '/{*}/{**}/b', '/{**}/']")},
      {Operation("paths: ['/{**}/{*}']"), {"MSH3012" + kOperation + ".paths[0]"}},
      {Operation("paths: ['/a{*}']"), {"MSH3012" + kOperation + ".paths[0]"}},
      {Operation("paths: ['/{id}']"), {"MSH3012" + kOperation + ".paths[0]"}},
      {Operation("notPaths: ['/a//{*}']"), {"MSH3012" + kOperation + ".notPaths[0]"}},
      {Operation("paths: ['/a b/{*}']"), {"MSH3012" + kOperation + ".paths[0]"}},
      {Operation("paths: ['/a b']")},
  });
}

TEST(AuthorizationPolicyTest, Conditions) {
  ExpectFindings({
      {When("key: 'request.headers[x-tenant]', values: [a]")},
      {When("key: connection.sni, notValues: [a]")},
      {When("key: 'experimental.envoy.filters.a.b[c]', values: [a]")},
      {When("key: '', values: [a]"), {"MSH3013" + kWhen + ".key"}},
      {When("key: source.ip"), {"MSH3014" + kWhen}},
      {When("key: source.ip, values: []"), {"MSH3014" + kWhen}},
      {When("key: request.method, values: [GET]"), {"MSH3015" + kWhen + ".key"}},
      {When("key: request.headers, values: [a]"), {"MSH3016" + kWhen + ".key"}},
      {When("key: 'request.auth.claims[]', values: [a]"), {"MSH3016" + kWhen + ".key"}},
      {When("key: destination.namespace, values: [a]"), {"MSH3017" + kWhen + ".key"}},
      {When("key: 'destination.labels[a]', values: [a]"), {"MSH3017" + kWhen + ".key"}},
      {When("key: remote.ip, values: [10.0.0]"), {"MSH3019" + kWhen + ".values[0]"}},
      {When("key: destination.port, notValues: [http]"), {"MSH3011" + kWhen + ".notValues[0]"}},
      {When("key: source.serviceAccount, values: ['*']"), {"MSH3009" + kWhen + ".values[0]"}},
      {When("key: source.serviceAccount, values: [a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a]"),
       {"MSH3009" + kWhen + ".values"}},
      {When("key: source.trustDomain, values: ['a*b']"), {"MSH3010" + kWhen + ".values[0]"}},
      {When("key: source.namespace, values: [a, '']"), {"MSH3008" + kWhen + ".values[1]"}},
  });
}

TEST(AuthorizationPolicyTest, DryRuns) {
  const std::string at = " metadata.annotations[\"istio.io/dry-run\"]";
  ExpectFindings({
      {DryRun("true", "ALLOW")},
      {DryRun("f", "DENY")},
      {DryRun("yes", "ALLOW"), {"MSH3018" + at}},
      {DryRun("true", "AUDIT"), {"MSH3018" + at}},
      {DryRun("true", "CUSTOM"), {"MSH3018" + at}},
  });
}

TEST(AuthorizationPolicyTest, ClassesAreForTheRootNamespace) {
  const auto policy = [](const std::string& ns, const std::string& name) {
    return "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a, "
           "namespace: " +
           ns +
           "}, spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: GatewayClass, "
           "name: " +
           name + "}]}}";
  };
  ExpectFindings({
      {policy("istio-system", "istio-waypoint")},
      {policy("shop", "istio-waypoint"), {"MSH3181 spec.targetRefs[0]"}},
      {policy("istio-system", "istio"), {"MSH3182 spec.targetRefs[0].name"}},
  });
}

}  // namespace
}  // namespace mesh
