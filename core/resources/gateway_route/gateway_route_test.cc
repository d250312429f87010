#include <algorithm>
#include <set>

#include "core/formats/duration.h"
#include "core/resources/gateway_route/route.h"
#include "core/resources/testing/golden.h"

namespace mesh {

ResourceDefinition GatewayRouteResource();

namespace {

using testing::ExpectRefused;
using testing::Yaml;

const std::string kGatewayRouteGolden = MESH_SOURCE_DIR "/core/resources/gateway_route/golden";

/// A route with one rule, given as a flow mapping without braces.
Value Route(const std::string& rule, const std::string& more = "") {
  return Yaml("{name: shop, namespace: shop, gateway: {name: public}, " + more + "rules: [{" +
              rule + "}]}");
}

Value IstioRoute(const std::string& rule) { return Route(rule, "engine: istio, "); }

const std::string kBackend = "backends: [{service: web, port: 80}]";

TEST(GatewayRouteTest, RendersGoldenFilesAndReadsThemBack) {
  const auto cases = testing::GoldenCases(kGatewayRouteGolden);
  ASSERT_FALSE(cases.empty());
  for (const std::string& name : cases) {
    testing::ExpectGolden(GatewayRouteResource(), kGatewayRouteGolden, name);
  }
}

struct Refusal {
  Value config;
  std::string path;
  std::string words;
};

TEST(GatewayRouteTest, RefusesWhatCannotWorkNamingPlaceAndFix) {
  const std::vector<Refusal> refusals = {
      {Route(kBackend + ", path_prefix: api"), "rules[0].path_prefix", "must start with \"/\""},
      {Route(kBackend + ", path_prefix: /a//b"), "rules[0].path_prefix", "\"//\""},
      {Route(kBackend + ", path_exact: /a/../b"), "rules[0].path_exact", "\"/../\""},
      {Route(kBackend + ", path_exact: /a, path_prefix: /b"), "rules[0]", "one rule for each"},
      {Route(kBackend + ", methods: [get]"), "rules[0].methods[0]", "\"GET\""},
      {Route(kBackend + ", headers: {\"x y\": a}"), "rules[0].headers[\"x y\"]", "no header name"},
      {Route(kBackend + ", headers: {X-A: a}, headers_regex: {x-a: b}"),
       "rules[0].headers_regex[\"x-a\"]", "Keep one"},
      {Route(kBackend + ", timeout: \"10\""), "rules[0].timeout", "\"10\""},
      {Route(kBackend + ", timeout: 1.5s"), "rules[0].timeout", "\"1500ms\""},
      {Route(kBackend + ", timeout: 1s, retries: {per_try_timeout: 2s}"),
       "rules[0].retries.per_try_timeout", "shorter"},
      {Route("path_prefix: /a"), "rules[0]", "backends or a redirect"},
      {Route("backends: []"), "rules[0]", "backends or a redirect"},
      {Route("redirect: {port: 0}"), "rules[0].redirect.port", "1 to 65535"},
      {Route("redirect: {code: 200}"), "rules[0].redirect.code", "307"},
      {Route("redirect: {host: UPPER}"), "rules[0].redirect.host", "lower case"},
      {Route(kBackend + ", redirect: {path: /a}"), "rules[0].backends", "never used"},
      {Route("redirect: {path: /a}, rewrite: {path: /b}"), "rules[0].rewrite", "no effect"},
      {Route("redirect: {path: /a, path_prefix: /b}, path_prefix: /c"),
       "rules[0].redirect.path_prefix", "beside path"},
      {Route("redirect: {path_prefix: /b}, path_exact: /c"), "rules[0].redirect.path_prefix",
       "whole path"},
      {Route(kBackend + ", rewrite: {}"), "rules[0].rewrite", "empty"},
      {Route("backends: [{service: web, port: 70000}]"), "rules[0].backends[0].port", "65535"},
      {Route("backends: [{service: web, port: 8.5}]"), "rules[0].backends[0].port", "whole number"},
      {Route("backends: [{service: web, port: 80, weight: -1}]"), "rules[0].backends[0].weight",
       "0 to 1000000"},
      {Route("backends: [{service: web, port: 80, weight: 0}]"), "rules[0].backends", "above 0"},
      {Route("backends: [{service: Web, port: 80}]"), "rules[0].backends[0].service", "DNS-1035"},
      {Route("backends: [{service: web, namespace: ../x, port: 80}]"),
       "rules[0].backends[0].namespace", "DNS-1123"},
      {Route("backends: [{port: 80}]"), "rules[0].backends[0].service", "required"},
      {Route(kBackend + ", request_headers: {set: {host: a}}"),
       "rules[0].request_headers.set[\"host\"]", "rewrite.host"},
      {Route(kBackend + ", mirror: {service: m, port: 80, percent: 101}"),
       "rules[0].mirror.percent", "0 to 100"},
      {Route(kBackend + ", mirror: {service: m, port: 80, percent: -1}"), "rules[0].mirror.percent",
       "0 to 100"},
      {Route(kBackend + ", cors: {allow_origins: [example.com]}"), "rules[0].cors.allow_origins[0]",
       "scheme and host"},
      {Route(kBackend + ", cors: {allow_origins: [\"*\", \"https://a.b\"]}"),
       "rules[0].cors.allow_origins", "one or the other"},
      {Route(kBackend + ", cors: {allow_origins: [\"*\"], max_age: 1500ms}"),
       "rules[0].cors.max_age", "whole seconds"},
      {Route(kBackend, "hostnames: [Shop.example.com], "), "hostnames[0]", "lower case"},
      {Route(kBackend, "hostnames: [10.0.0.1], "), "hostnames[0]", "IP addresses"},
      {Route(kBackend, "hostnames: [a.example.com, a.example.com], "), "hostnames[1]", "repeats"},
      {Route(kBackend, "hostnames: [\"a.*.com\"], "), "hostnames[0]", "first label"},
      {Yaml("{name: Shop, namespace: shop, gateway: {name: p}, rules: [{" + kBackend + "}]}"),
       "name", "DNS-1123"},
      {Yaml("{name: ../x, namespace: shop, gateway: {name: p}, rules: [{" + kBackend + "}]}"),
       "name", "DNS-1123"},
      {Yaml("{name: shop, namespace: shop, rules: [{" + kBackend + "}]}"), "gateway", "required"},
      {Yaml("{name: shop, namespace: shop, gateway: {name: p}, rules: []}"), "rules",
       "at least one rule"},
      {Yaml("{name: shop, namespace: shop, engine: kong, gateway: {name: p}, rules: [{" + kBackend +
            "}]}"),
       "engine", "\"gateway_api\" or \"istio\""},
      {Yaml("{name: shop, namespace: shop, gateway: {name: p}, rules: [{" + kBackend +
            ", path_prefix: /a/}, {" + kBackend + ", path_prefix: /a}]}"),
       "rules[1]", "rules[0]"},
  };
  for (const Refusal& r : refusals) {
    ExpectRefused(GatewayRouteResource(), r.config, r.path, r.words);
  }
}

TEST(GatewayRouteTest, AnEngineNamesWhatItCannotDoAndWhichOneCan) {
  const std::vector<Refusal> refusals = {
      {Route(kBackend + ", retries: {attempts: 2}"), "rules[0].retries.attempts",
       "engine = \"istio\""},
      {Route(kBackend + ", retries: {retry_on: [5xx]}"), "rules[0].retries.retry_on",
       "engine = \"istio\""},
      {Route(kBackend + ", mirror: {service: m, port: 80, percent: 0.5}"),
       "rules[0].mirror.percent", "engine = \"istio\""},
      {Route(kBackend + ", methods: [GET, POST], path_prefix: /a, rewrite: {path_prefix: /b}"),
       "rules[0].rewrite.path_prefix", "engine = \"istio\""},
      {IstioRoute("path_prefix: /a, redirect: {path_prefix: /b}"), "rules[0].redirect.path_prefix",
       "engine = \"gateway_api\""},
      {IstioRoute(kBackend + ", timeout: 0s"), "rules[0].timeout", "Leave it out"},
      {IstioRoute(kBackend + ", retries: {per_try_timeout: 1s}"), "rules[0].retries.attempts",
       "needed"},
      {IstioRoute(kBackend + ", retries: {attempts: 0, retry_on: [5xx]}"),
       "rules[0].retries.attempts", "is 0"},
      {IstioRoute(kBackend + ", retries: {attempts: 1, retry_on: [sometimes]}"),
       "rules[0].retries.retry_on[0]", "gateway-error"},
      {Yaml("{name: a, namespace: b, engine: istio, gateway: {name: g, listener: https}, rules: "
            "[{" +
            kBackend + "}]}"),
       "gateway.listener", "gateway_api"},
  };
  for (const Refusal& r : refusals) {
    ExpectRefused(GatewayRouteResource(), r.config, r.path, r.words);
  }
}

TEST(GatewayRouteTest, HttpRouteLimitsAreKept) {
  std::string hosts;
  std::string rules;
  for (int i = 0; i < 17; ++i) {
    hosts += "h" + std::to_string(i) + ".example.com, ";
    rules += "{" + kBackend + ", path_prefix: /" + std::to_string(i) + "}, ";
  }
  const std::string head = "{name: shop, namespace: shop, gateway: {name: public}, ";
  ExpectRefused(GatewayRouteResource(), Route(kBackend, "hostnames: [" + hosts + "], "),
                "hostnames", "at most 16");
  ExpectRefused(GatewayRouteResource(), Yaml(head + "rules: [" + rules + "]}"), "rules",
                "at most 16");
  const Value istio = Yaml(head + "engine: istio, rules: [" + rules + "]}");
  EXPECT_TRUE(testing::Judge(GatewayRouteResource(), istio).empty());
}

TEST(GatewayRouteTest, WarnsWhenRetriesDoNotFitTheTimeout) {
  const auto warnings = [](const std::string& attempts) {
    return testing::Judge(GatewayRouteResource(),
                          IstioRoute(kBackend + ", timeout: 10s, retries: {attempts: " + attempts +
                                     ", per_try_timeout: 4s}"));
  };
  EXPECT_TRUE(warnings("1").empty());
  ASSERT_EQ(warnings("2").size(), 1u);
  EXPECT_EQ(warnings("2")[0].severity, Severity::kWarning);
  EXPECT_EQ(warnings("2")[0].path.ToString(), "rules[0].retries");
  EXPECT_NE(warnings("2")[0].detail.find("3 tries of 4s"), std::string::npos);
}

TEST(GatewayRouteTest, WarnsWhenEverySiteMayUseCredentials) {
  const Diagnostics found =
      testing::Judge(GatewayRouteResource(),
                     Route(kBackend + ", cors: {allow_origins: [\"*\"], allow_credentials: true}"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::kWarning);
}

std::set<std::string> ClaimsOfRoute(const Value& config) {
  std::set<std::string> out;
  for (const Claim& claim : GatewayRouteResource().claims(config)) out.insert(claim.key);
  return out;
}

TEST(GatewayRouteTest, ClaimsHostAndMatchOnItsGateway) {
  const std::string host = "hostnames: [shop.example.com], ";
  const auto claims = ClaimsOfRoute(Route(kBackend + ", path_prefix: /a/", host));
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_NE(claims.begin()->find("shop.example.com/a"), std::string::npos);
  EXPECT_EQ(claims,
            ClaimsOfRoute(Route("backends: [{service: x, port: 1}], path_prefix: /a", host)));
  EXPECT_NE(claims, ClaimsOfRoute(Route(kBackend + ", path_exact: /a", host)));
  EXPECT_NE(claims, ClaimsOfRoute(Route(kBackend + ", path_prefix: /b", host)));
  EXPECT_NE(claims, ClaimsOfRoute(Route(kBackend + ", path_prefix: /a, headers: {x: a}", host)));
  EXPECT_NE(claims, ClaimsOfRoute(Route(kBackend + ", path_prefix: /a")));
}

TEST(GatewayRouteTest, OneNameMayLiveInManyNamespaces) {
  EXPECT_EQ(GatewayRouteResource().display_name(Route(kBackend)), "shop/shop");
  Value unknown = Route(kBackend);
  unknown.Set("namespace", Value::Unknown());
  EXPECT_EQ(GatewayRouteResource().display_name(unknown), std::nullopt);
}

Desired RenderRoute(const Value& config) {
  return GatewayRouteResource().render(config, Settings::Default());
}

TEST(GatewayRouteTest, UnknownsStayWhereTheyAre) {
  for (const char* engine : {"engine: gateway_api, ", "engine: istio, "}) {
    Value config = Route(kBackend + ", timeout: 1s", engine);
    Value& rule = config.as_map().at("rules").as_list()[0];
    rule.Set("timeout", Value::Unknown());
    rule.as_map().at("backends").as_list()[0].Set("port", Value::Unknown());
    const Desired desired = RenderRoute(config);
    EXPECT_TRUE(desired.complete);
    ASSERT_EQ(desired.objects.size(), 1u);
    EXPECT_TRUE(desired.objects[0].content.HasUnknown());
    EXPECT_FALSE(desired.objects[0].content.Get("metadata").HasUnknown());
    EXPECT_FALSE(HasErrors(testing::Judge(GatewayRouteResource(), config)));

    config.Set("rules", Value::Unknown());
    EXPECT_FALSE(HasErrors(testing::Judge(GatewayRouteResource(), config)));
    EXPECT_EQ(RenderRoute(config).complete, std::string(engine) == "engine: istio, ");

    config.Set("name", Value::Unknown());
    EXPECT_FALSE(RenderRoute(config).complete);
  }
}

TEST(GatewayRouteTest, AnUnknownBackendNamespaceLeavesTheGrantsOpen) {
  Value config = Route(kBackend);
  config.as_map()
      .at("rules")
      .as_list()[0]
      .as_map()
      .at("backends")
      .as_list()[0]
      .Set("namespace", Value::Unknown());
  EXPECT_FALSE(RenderRoute(config).complete);
}

TEST(GatewayRouteTest, ReferenceGrantsOfTwoRoutesNeverMeet) {
  const auto grant = [](const std::string& space, const std::string& name) {
    const Desired desired = RenderRoute(
        Yaml("{name: " + name + ", namespace: " + space +
             ", gateway: {name: p}, rules: [{backends: [{service: s, namespace: t, port: 1}]}]}"));
    EXPECT_EQ(desired.objects.size(), 2u);
    return desired.objects.back().content.At({"metadata", "name"}).StringOr("");
  };
  EXPECT_NE(grant("a", "b.c"), grant("a-b", "c"));
  EXPECT_NE(grant("a", "b-c"), grant("a-b", "c"));
}

TEST(GatewayRouteTest, OldIstioGetsTheVersionItServes) {
  Settings settings = Settings::Default();
  settings.istio_version = std::string("1.20.2");
  const Desired desired = GatewayRouteResource().render(IstioRoute(kBackend), settings);
  EXPECT_EQ(desired.objects[0].content.Get("apiVersion"), Value("networking.istio.io/v1beta1"));
}

TEST(GatewayRouteTest, WhatNoRuleSaysIsNotReadBack) {
  Desired desired = RenderRoute(Route(kBackend));
  Value object = desired.objects[0].content;
  object.as_map().at("spec").as_map().at("rules").as_list()[0].Set("name", "extra");
  const Value recovered = GatewayRouteResource().read_back({object});
  EXPECT_TRUE(recovered.Get("rules").is_null());
  EXPECT_EQ(recovered.Get("name"), Value("shop"));
}

TEST(DurationTest, ReadsWhatBothEnginesRead) {
  EXPECT_EQ(ParseDuration("30s"), 30000);
  EXPECT_EQ(ParseDuration("1h2m3s4ms"), 3723004);
  EXPECT_EQ(ParseDuration("0s"), 0);
  for (const char* bad : {"", "s", "10", "1.5s", "-1s", "100000s", "1h1h1h1h1h", "1us", "1 s"}) {
    EXPECT_EQ(ParseDuration(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace mesh
