#include "core/checks/istio_networking/check_cases.h"

namespace mesh::istio {
namespace {

/// One patch, for selected workloads and with a priority.
std::string Patch(const std::string& patch, const std::string& more = "") {
  return "{workloadSelector: {labels: {a: b}}, priority: 1, configPatches: [" + patch + "]" + more +
         "}";
}
std::string Match(const std::string& apply_to, const std::string& match) {
  return Patch("{applyTo: " + apply_to + ", match: " + match +
               ", patch: {operation: MERGE, value: {}}}");
}
std::string Filter(const std::string& filter, const std::string& apply_to = "HTTP_FILTER") {
  return Match(apply_to, "{listener: {filterChain: {filter: " + filter + "}}}");
}
std::string Does(const std::string& apply_to, const std::string& operation,
                 const std::string& value = "{}") {
  return Patch("{applyTo: " + apply_to + ", patch: {operation: " + operation + ", value: " + value +
               "}}");
}
constexpr const char* kLua =
    "{name: a, typed_config: {'@type': "
    "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}";
constexpr const char* kManager = "envoy.filters.network.http_connection_manager";

const std::vector<CheckCase>& Patches() {
  const std::string at = "spec.configPatches[0]";
  static const std::vector<CheckCase> kCases = {
      {"{}", {}},
      {Does("CLUSTER", "MERGE"), {}},
      {Patch("{applyTo: CLUSTER, patch: {operation: REMOVE}}"), {}},
      {Patch("{patch: {operation: REMOVE}}"), {"MSH2351 " + at}},
      {Patch("{applyTo: INVALID, patch: {operation: REMOVE}}"), {"MSH2351 " + at}},
      {Patch("{applyTo: CLUSTER}"), {"MSH2352 " + at}},
      {Patch("{applyTo: CLUSTER, patch: {value: {}}}"), {"MSH2353 " + at + ".patch"}},
      {Patch("{applyTo: CLUSTER, patch: {operation: ADD}}"), {"MSH2354 " + at + ".patch"}},
      {"{configPatches: [{applyTo: CLUSTER, patch: {operation: REMOVE}}], priority: 1}",
       {"MSH2375 spec"}},
      {"{configPatches: [{applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE, value: " +
           std::string(kLua) + "}}], workloadSelector: {labels: {a: b}}}",
       {"MSH2370 " + at + ".patch.operation"}},
      {Does("HTTP_FILTER", "INSERT_BEFORE", kLua), {}},
      {Does("ROUTE_CONFIGURATION", "ADD"), {"MSH2371 " + at + ".patch.operation"}},
      {Does("CLUSTER", "REPLACE"), {"MSH2371 " + at + ".patch.operation"}},
      {Does("HTTP_ROUTE", "ADD"), {}},
      {Does("BOOTSTRAP", "MERGE"), {"MSH2374 " + at + ".applyTo"}},
      {Does("HTTP_FILTER", "ADD", "{name: a}"), {"MSH2369 " + at + ".patch.value"}},
      {"{targetRefs: [{kind: Service, group: '', name: a}]}", {}},
      {"{targetRefs: [{kind: Service, group: '', name: a}], workloadSelector: {labels: {a: b}}}",
       {"MSH2038 spec"}},
      {"{configPatches: [{applyTo: CLUSTER, patch: {operation: REMOVE}}], priority: 1, targetRefs: "
       "[{kind: Pod, group: '', name: a, namespace: b}]}",
       {"MSH2376 spec.targetRefs[0].kind", "MSH2036 spec.targetRefs[0].namespace"}},
      {Patch("{applyTo: CLUSTER, patch: {operation: REMOVE}}",
             ", targetRefs: [{kind: Service, group: '', name: a}]"),
       {"MSH2038 spec"}},
  };
  return kCases;
}

const std::vector<CheckCase>& Matches() {
  const std::string at = "spec.configPatches[0].match";
  const std::string filter = at + ".listener.filterChain.filter";
  static const std::vector<CheckCase> kCases = {
      {Match("CLUSTER", "{cluster: {}, proxy: {proxyVersion: '^1\\.3.*'}}"), {}},
      {Match("CLUSTER", "{proxy: {proxyVersion: '('}}"), {"MSH2034 " + at + ".proxy.proxyVersion"}},
      {Match("CLUSTER", "{proxy: {proxyVersion: " + std::string(1025, 'a') + "}}"),
       {"MSH2355 " + at + ".proxy.proxyVersion"}},
      {Match("HTTP_FILTER", "{cluster: {}}"), {"MSH2356 " + at + ".cluster"}},
      {Match("VIRTUAL_HOST", "{listener: {}}"), {"MSH2357 " + at + ".listener"}},
      {Match("CLUSTER", "{routeConfiguration: {}}"), {"MSH2358 " + at + ".routeConfiguration"}},
      {Match("LISTENER_FILTER", "{cluster: {}}"), {}},
      {Filter("{name: a}"), {}},
      {Filter("{name: a}", "FILTER_CHAIN"), {"MSH2359 " + filter}},
      {Filter("{}"), {"MSH2360 " + filter}},
      {Filter("{name: " + std::string(kManager) + ", subFilter: {name: a}}"), {}},
      {Filter("{name: " + std::string(kManager) + ", subFilter: {name: a}}", "NETWORK_FILTER"),
       {"MSH2361 " + filter + ".subFilter"}},
      {Filter("{name: a, subFilter: {name: b}}"), {"MSH2362 " + filter + ".name"}},
      {Filter("{name: " + std::string(kManager) + ", subFilter: {}}"),
       {"MSH2363 " + filter + ".subFilter"}},
      {Filter("{name: envoy.http_connection_manager, subFilter: {name: envoy.router}}"),
       {"MSH2364 " + filter + ".name", "MSH2364 " + filter + ".subFilter.name"}},
      {Match("CLUSTER", "{context: WAYPOINT}"), {"MSH2365 " + at}},
      {Match("CLUSTER", "{waypoint: {}}"), {"MSH1015 " + at + ".waypoint", "MSH2365 " + at}},
      {Match("CLUSTER", "{context: WAYPOINT, waypoint: {portNumber: 0}}"),
       {"MSH1015 " + at + ".waypoint", "MSH2003 " + at + ".waypoint.portNumber"}},
  };
  return kCases;
}

const std::vector<CheckCase>& Values() {
  const std::string at = "spec.configPatches[0].patch.value";
  static const std::vector<CheckCase> kCases = {
      {Does("CLUSTER", "MERGE", "{connect_timeout: 5s, lbPolicy: RANDOM, unknown_field: 1}"), {}},
      {Does("CLUSTER", "MERGE", "{connectTimeout: soon}"),
       {"MSH2368 " + at + "[\"connectTimeout\"]"}},
      {Does("CLUSTER", "MERGE", "{type: OTHER}"), {"MSH2368 " + at + "[\"type\"]"}},
      {Does("CLUSTER", "MERGE", "text"), {"MSH2368 " + at}},
      {Does("HTTP_FILTER", "MERGE", "{name: 5}"), {"MSH2368 " + at + "[\"name\"]"}},
      {Does("VIRTUAL_HOST", "MERGE", "{domains: [a, 5]}"), {"MSH2368 " + at + "[\"domains\"]"}},
      {Does("HTTP_FILTER", "MERGE", "{typed_config: {}}"),
       {"MSH2366 " + at + "[\"typed_config\"]"}},
      {Does("FILTER_CHAIN", "MERGE", "{filters: [{name: a, typed_config: {}}]}"),
       {"MSH2366 " + at + "[\"filters\"][0][\"typed_config\"]"}},
      {Does(
           "HTTP_FILTER", "MERGE",
           "{typed_config: {'@type': a/envoy.extensions.filters.http.lua.v3.Lua, inline_code: 5}}"),
       {"MSH2368 " + at + "[\"typed_config\"][\"inline_code\"]"}},
      {Does("HTTP_FILTER", "MERGE", "{typed_config: {'@type': a.b.C}}"),
       {"MSH2377 " + at + "[\"typed_config\"][\"@type\"]"}},
      {Does("CLUSTER", "MERGE", "{typed_config: {}}"), {}},
      {Does("HTTP_ROUTE", "MERGE", "{typed_per_filter_config: {x: {a: b}}}"),
       {"MSH2366 " + at + "[\"typed_per_filter_config\"][\"x\"]"}},
      {Does("HTTP_FILTER", "MERGE",
            "{typed_config: {'@type': type.googleapis.com/envoy.config.filter.http.lua.v2.Lua}}"),
       {"MSH2367 " + at + "[\"typed_config\"][\"@type\"]"}},
      {Does("HTTP_FILTER", "MERGE",
            "{typed_config: {'@type': type.googleapis.com/envoy.extensions.filters.http.luaa.v3."
            "Lua}}"),
       {"MSH2377 " + at + "[\"typed_config\"][\"@type\"]"}},
      {Does("HTTP_FILTER", "MERGE",
            "{typed_config: {'@type': envoy.tcp.metadataexchange.config.A}}"),
       {}},
      {Does("HTTP_FILTER", "MERGE",
            "{typed_config: {'@type': type.googleapis.com/udpa.type.v1.TypedStruct, type_url: x, "
            "value: {typed_config: {a: b}}}}"),
       {}},
  };
  return kCases;
}

TEST(EnvoyFilterTest, Patches) { ExpectCodes("EnvoyFilter", Patches(), "v1alpha3"); }
TEST(EnvoyFilterTest, Matches) { ExpectCodes("EnvoyFilter", Matches(), "v1alpha3"); }
TEST(EnvoyFilterTest, EnvoysObjects) { ExpectCodes("EnvoyFilter", Values(), "v1alpha3"); }

TEST(EnvoyFilterTest, EveryOneIsWarnedOf) {
  const auto documents = ReadYaml(ObjectText("EnvoyFilter", {"{}", {}}, "v1alpha3"), "test");
  ASSERT_TRUE(documents);
  const auto found = CheckObject(documents->front().value);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule->code, "MSH2350");
  EXPECT_EQ(found[0].rule->severity, Severity::kWarning);
}

TEST(EnvoyFilterTest, TypesOfOtherVersionsPass) {
  const std::string text =
      ObjectText("EnvoyFilter",
                 {Does("HTTP_FILTER", "MERGE",
                       "{typed_config: {'@type': envoy.extensions.filters.http.squash.v3.Squash}}"),
                  {}},
                 "v1alpha3");
  EXPECT_THAT(Codes(text, {.istio_version = "1.31"}),
              ::testing::ElementsAre(::testing::StartsWith("MSH2377 ")));
  EXPECT_THAT(Codes(text, {.istio_version = "1.26"}), ::testing::IsEmpty());
}

TEST(EnvoyFilterTest, EveryRuleIsTested) {
  std::vector<CheckCase> all = Patches();
  for (const auto* more : {&Matches(), &Values()})
    all.insert(all.end(), more->begin(), more->end());
  EXPECT_THAT(Untested("MSH2350", "MSH2389", all), ::testing::ElementsAre("MSH2350"));
}

TEST(ProxyConfigTest, SelectorAndVariables) {
  const std::vector<CheckCase> cases = {
      {"{concurrency: 0, selector: {matchLabels: {a: b}}}", {}},
      {"{concurrency: -1}", {"MSH1005 spec.concurrency"}},
      {"{selector: {}}", {"MSH2011 spec.selector"}},
      {"{selector: {matchLabels: {a: '*'}}}", {"MSH2010 spec.selector.matchLabels[\"a\"]"}},
      {"{environmentVariables: {ISTIO_META_DNS_AUTO_ALLOCATE: 'true'}}",
       {"MSH2390 spec.environmentVariables[\"ISTIO_META_DNS_AUTO_ALLOCATE\"]"}},
  };
  ExpectCodes("ProxyConfig", cases, "v1beta1");
}

}  // namespace
}  // namespace mesh::istio
