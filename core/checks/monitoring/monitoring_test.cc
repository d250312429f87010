#include <gmock/gmock.h>

#include "core/checks/monitoring/expression.h"
#include "core/checks/monitoring/prometheus_duration.h"
#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;

std::string Object(const std::string& kind, const std::string& spec) {
  return "{apiVersion: monitoring.coreos.com/v1, kind: " + kind +
         ", metadata: {name: a, namespace: b}, spec: {" + spec + "}}";
}

/// A PrometheusRule with rules in one group whose interval is a minute.
std::string Rules(const std::string& rules) {
  return Object("PrometheusRule", "groups: [{name: g, interval: 1m, rules: [" + rules + "]}]");
}

std::string Alert(const std::string& expression) {
  return Rules("{alert: A, expr: '" + expression + "'}");
}

std::string Endpoint(const std::string& endpoint) {
  return Object("ServiceMonitor", "selector: {}, endpoints: [{port: http, " + endpoint + "}]");
}

std::string Relabeling(const std::string& relabeling) {
  return Endpoint("relabelings: [{" + relabeling + "}]");
}

void Expect(const std::vector<FindingsCase>& cases) {
  for (const FindingsCase& one : cases) {
    EXPECT_THAT(FindingsOf(one.yaml), UnorderedElementsAreArray(one.findings)) << one.yaml;
  }
}

constexpr char kRule[] = "spec.groups[0].rules[0]";
std::string At(const std::string& code, const std::string& more = "") {
  return code + " " + kRule + more;
}

TEST(PrometheusRuleTest, FormsOfRules) {
  Expect({
      {Rules("{alert: A, expr: up == 0, for: 5m, labels: {severity: page}, annotations: {summary: "
             "'{{ $labels.job }} is down'}}, {record: 'a:b:c', expr: 1, labels: {d: e}}")},
      {Rules("{alert: A, record: b, expr: up}"), {At("MSH7301")}},
      {Rules("{expr: up}"), {At("MSH7301")}},
      {Rules("{record: a, expr: up, for: 5m, annotations: {b: c}}"),
       {At("MSH7302", ".for"), At("MSH7302", ".annotations")}},
      {Rules("{record: a, expr: up, for: 0s}")},
      {Rules("{record: 'a{b=\"c\"}', expr: up}"), {At("MSH7303", ".record")}},
      {Rules("{alert: A, expr: up, labels: {__name__: b}}"),
       {At("MSH7305", ".labels[\"__name__\"]")}},
      {Rules("{alert: A, expr: up}, {alert: A, expr: up}"), {"MSH7306 spec.groups[0].rules[1]"}},
      {Rules("{alert: A, expr: up}, {alert: A, expr: up, for: 5m}")},
      {Rules("{alert: A, expr: up, for: 30s}"), {At("MSH7310", ".for")}},
      {Rules("{alert: A, expr: up, annotations: {b: '{{ $value }'}}"),
       {At("MSH7311", ".annotations[\"b\"]")}},
      {Object("PrometheusRule", "groups: [{name: g}, {name: g}]"), {"MSH1011 spec.groups[1]"}},
  });
}

TEST(PrometheusRuleTest, ExpressionsThatCannotBeRead) {
  for (const std::string expression : {"", "sum(rate(a[5m])", "a)", "a{b=\"c}", "rate(a[5m)"}) {
    EXPECT_THAT(FindingsOf(Alert(expression)), ElementsAre(At("MSH7304", ".expr"))) << expression;
  }
}

TEST(PrometheusRuleTest, MetricsThatDoNotExist) {
  const std::string expr = ".expr";
  Expect({
      {Alert("increase(istio_requests_total{a=\"istio_request_total\"}[5m]) > 5")},
      {Alert("histogram_quantile(0.9, sum by (le) (rate(istio_request_duration_milliseconds_bucket"
             "[5m]))) > 100")},
      {Alert("kong_http_requests_total > 5 and istio_agent_pilot_xds > 0")},
      {Alert("istio_request_total > 5"), {At("MSH7307", expr)}},
      {Alert("{__name__=\"istio_request_total\"} > 5"), {At("MSH7307", expr)}},
      {Alert("istio_request_duration_seconds_sum > 5"), {At("MSH7307", expr)}},
      {Alert("kong_http_request_total > 5"), {At("MSH7307", expr)}},
      {Alert("kong_http_status > 5"), {At("MSH7309", expr)}},
      {Alert("kong_latency_bucket > 5"), {At("MSH7309", expr)}},
      {Alert("kong_bandwidth > 5"), {At("MSH7309", expr)}},
  });
}

TEST(PrometheusRuleTest, RatesThatAreNoShares) {
  const std::string errors = "rate(istio_requests_total{response_code=~\"5..\"}[5m])";
  const std::string all = "sum(rate(istio_requests_total[5m]))";
  Expect({
      {Alert(errors + " > 0.05"), {At("MSH7308", ".expr")}},
      {Alert("sum by (app) (" + errors + ") >= 0.05"), {At("MSH7308", ".expr")}},
      {Alert("sum(" + errors + ") / " + all + " > 0.05")},
      {Alert(errors + " > 5")},
      {Alert("rate(process_cpu_seconds_total[5m]) > 0.9")},
  });
}

TEST(ExpressionTest, NamesAreToldFromLabelsAndFunctions) {
  const monitoring::Expression expression = monitoring::ReadExpression(
      "sum by (job, le) (rate(a_total{b=\"c\", d!~'e(f'}[5m] offset 1h)) # g\n"
      "/ on (h) group_left (i) count_over_time(j:k[1h:5m]) > bool 0.5 or Inf");
  EXPECT_EQ(expression.wrong, "");
  EXPECT_THAT(expression.metrics, ElementsAre("a_total", "j:k"));
  EXPECT_THAT(expression.functions, ElementsAre("sum", "rate", "count_over_time"));
  EXPECT_TRUE(expression.is_scaled);
  EXPECT_THAT(expression.thresholds, ElementsAre("0.5"));
  EXPECT_EQ(monitoring::ReadExpression("a # (\n> 1").wrong, "");
}

TEST(PrometheusDurationTest, UnitsInTheirOrder) {
  using monitoring::Milliseconds;
  EXPECT_EQ(Milliseconds("1d12h"), 129'600'000);
  EXPECT_EQ(Milliseconds("1m500ms"), 60'500);
  EXPECT_EQ(Milliseconds("0"), 0);
  for (const char* wrong : {"", "5", "1.5s", "1s1m", "1h1h", "-1s", "1 s", "400y"}) {
    EXPECT_EQ(Milliseconds(wrong), std::nullopt) << wrong;
  }
}

TEST(MonitorTest, WhatIsScraped) {
  const std::string pods = "selector: {}, podMetricsEndpoints: ";
  Expect({
      {Endpoint("interval: 30s, scrapeTimeout: 10s")},
      {Object("PodMonitor", pods + "[{portNumber: 80}]")},
      {Endpoint("interval: 30s, scrapeTimeout: 1m"), {"MSH7320 spec.endpoints[0].scrapeTimeout"}},
      {Object("ServiceMonitor", "selector: {}, endpoints: []"), {"MSH7340 spec.endpoints"}},
      {Object("PodMonitor", pods + "[{path: /m}]"), {"MSH7341 spec.podMetricsEndpoints[0]"}},
      {Endpoint("targetPort: 80"), {"MSH7342 spec.endpoints[0].targetPort"}},
      {Object("PodMonitor", pods + "[{port: a}], namespaceSelector: {any: true, matchNames: [b]}"),
       {"MSH7343 spec.namespaceSelector.matchNames"}},
      {Object("PodMonitor",
              "podMetricsEndpoints: [{port: a}], selector: {matchExpressions: [{key: "
              "a, operator: In}, {key: b, operator: Like}, {key: c, operator: Exists}]}"),
       {"MSH7332 spec.selector.matchExpressions[0]",
        "MSH7332 spec.selector.matchExpressions[1].operator"}},
  });
}

TEST(MonitorTest, HowEndpointsAreReached) {
  const std::string secret = "{name: s, key: k}";
  const std::string at = "spec.endpoints[0].";
  const std::string token = "tokenUrl: 'https://a', clientSecret: " + secret;
  Expect({
      {Endpoint("authorization: {credentials: " + secret + "}")},
      {Endpoint("basicAuth: {username: " + secret + "}, authorization: {credentials: " + secret +
                "}"),
       {"MSH7321 " + at + "basicAuth"}},
      {Endpoint("authorization: {type: Basic, credentials: " + secret + "}"),
       {"MSH7322 " + at + "authorization.type"}},
      {Endpoint("authorization: {type: Bearer}"), {"MSH7322 " + at + "authorization"}},
      {Endpoint("tlsConfig: {caFile: /a, certFile: /b, keyFile: /c, insecureSkipVerify: true}")},
      {Endpoint("tlsConfig: {certFile: /b}"), {"MSH7323 " + at + "tlsConfig"}},
      {Endpoint("tlsConfig: {caFile: /a, ca: {secret: " + secret + "}}"),
       {"MSH7324 " + at + "tlsConfig.caFile"}},
      {Endpoint("tlsConfig: {ca: {secret: " + secret + ", configMap: " + secret + "}}"),
       {"MSH7324 " + at + "tlsConfig.ca"}},
      {Endpoint("tlsConfig: {minVersion: TLS13, maxVersion: TLS12}"),
       {"MSH7325 " + at + "tlsConfig.minVersion"}},
      {Endpoint("proxyUrl: 'http://a', noProxy: b")},
      {Endpoint("noProxy: b"), {"MSH7326 " + at + "noProxy"}},
      {Endpoint("proxyUrl: 'http://a', proxyFromEnvironment: true"),
       {"MSH7326 " + at + "proxyUrl"}},
      {Endpoint("oauth2: {clientId: {secret: " + secret + "}, " + token + "}")},
      {Endpoint("oauth2: {clientId: {}, " + token + "}"), {"MSH7327 " + at + "oauth2"}},
  });
}

TEST(MonitorTest, Relabellings) {
  const std::string at = "spec.endpoints[0].relabelings[0]";
  Expect({
      {Relabeling("sourceLabels: [a], targetLabel: b, regex: '(.+)', replacement: $1")},
      {Relabeling("action: keep, sourceLabels: [a], regex: b")},
      {Relabeling("action: LabelDrop, regex: a, separator: ';'")},
      {Relabeling("sourceLabels: [a]"), {"MSH7328 " + at}},
      {Relabeling("action: drop, regex: '('"), {"MSH7329 " + at + ".regex"}},
      {Relabeling("action: hashmod, targetLabel: a"), {"MSH7330 " + at}},
      {Relabeling("action: labeldrop, regex: a, targetLabel: b"),
       {"MSH7331 " + at + ".targetLabel"}},
      {Relabeling("action: keepequal, targetLabel: a, regex: b"), {"MSH7331 " + at + ".regex"}},
  });
}

}  // namespace
}  // namespace mesh
