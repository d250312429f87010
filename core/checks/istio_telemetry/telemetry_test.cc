#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;

std::string Object(const std::string& head, const std::string& spec) {
  return "{" + head + ", metadata: {name: a, namespace: shop}, spec: {" + spec + "}}";
}
std::string Telemetry(const std::string& spec) {
  return Object("apiVersion: telemetry.istio.io/v1, kind: Telemetry", spec);
}
std::string Filter(const std::string& expression) {
  return Telemetry("accessLogging: [{providers: [{name: otel}], filter: {expression: \"" +
                   expression + "\"}}]");
}
std::string Tracing(const std::string& tracing) {
  return Telemetry("tracing: [{" + tracing + "}]");
}
std::string Tag(const std::string& tag, const std::string& name = "x") {
  return Telemetry("metrics: [{overrides: [{tagOverrides: {" + name + ": {" + tag + "}}}]}]");
}
std::string Plugin(const std::string& spec) {
  return Object("apiVersion: extensions.istio.io/v1alpha1, kind: WasmPlugin", spec);
}
std::string Extension(const std::string& spec) {
  return Object("apiVersion: extensions.istio.io/v1alpha1, kind: TrafficExtension", spec);
}

TEST(TelemetryTest, FiltersOfAccessLogs) {
  const std::string at = " spec.accessLogging[0].filter";
  ExpectFindings({
      {Filter("response.code >= 400 || connection.mtls")},
      {Filter("response.code >="), {"MSH4001" + at + ".expression"}},
      {Filter(""), {"MSH4001" + at + ".expression"}},
      {Telemetry("accessLogging: [{providers: [{name: otel}], filter: {}}]"),
       {"MSH4001" + at + ".expression"}},
      {Telemetry("accessLogging: [{filter: {expression: response.code > 1}}]"), {"MSH4016" + at}},
      {Filter("random(100) < 5"), {"MSH4017" + at + ".expression"}},
      {Filter("response_code >= 400"), {"MSH4018" + at + ".expression"}},
  });
}

TEST(TelemetryTest, Traces) {
  const std::string at = " spec.tracing[0]";
  ExpectFindings({
      {Tracing("randomSamplingPercentage: 10, providers: [{name: otel}]")},
      {Tracing("randomSamplingPercentage: 0")},
      {Tracing("randomSamplingPercentage: 0.1"), {"MSH4014" + at + ".randomSamplingPercentage"}},
      {Tracing("randomSamplingPercentage: 0.001"), {"MSH4015" + at + ".randomSamplingPercentage"}},
      {Tracing("randomSamplingPercentage: 100.5"), {"MSH1005" + at + ".randomSamplingPercentage"}},
      {Telemetry("tracing: [{}, {}]"), {"MSH4011 spec.tracing"}},
      {Tracing("providers: [{name: a}, {name: b}]"), {"MSH4012" + at + ".providers"}},
      {Tracing("customTags: {a: {literal: {value: b}}, c: {header: {name: ':path'}}}")},
      {Tracing("customTags: {'': {literal: {value: b}}}"), {"MSH4004" + at + ".customTags[\"\"]"}},
      {Tracing("customTags: {'': null}")},
      {Tracing("customTags: {a: {header: {name: ':status'}}}"),
       {"MSH4020" + at + ".customTags[\"a\"].header.name"}},
      {Tracing("customTags: {a: {}}"), {"MSH4021" + at + ".customTags[\"a\"]"}},
      {Telemetry(""), {"MSH4022 spec"}},
  });
}

TEST(TelemetryTest, TagsOfMetrics) {
  const std::string at = " spec.metrics[0].overrides[0].tagOverrides[\"x\"]";
  ExpectFindings({
      {Tag("value: request.host")},
      {Tag("operation: UPSERT, value: \"'eu'\"")},
      {Tag("operation: REMOVE")},
      {Tag(""), {"MSH4002" + at}},
      {Tag("operation: UPSERT, value: ''"), {"MSH4002" + at}},
      {Tag("operation: REMOVE, value: ''"), {"MSH4003" + at + ".value"}},
      {Tag("value: two words"), {"MSH4019" + at + ".value"}},
      {Tag("value: eu"), {"MSH4018" + at + ".value"}},
      {Tag("operation: REMOVE", "''"), {"MSH4013 spec.metrics[0].overrides[0].tagOverrides[\"\"]"}},
      {Telemetry("metrics: [{reportingInterval: 1.5ms}]")},
      {Telemetry("metrics: [{reportingInterval: 0.5ms}]"),
       {"MSH2004 spec.metrics[0].reportingInterval"}},
  });
}

TEST(WasmPluginTest, WhereModulesComeFrom) {
  ExpectFindings({
      {Plugin("url: 'oci://a.example/b:1.0'")},
      {Plugin("url: a.example/b@sha256:0123")},
      {Plugin("url: 'oci://a.example:5000/b:1.0'")},
      {Plugin("url: 'a.example:5000/b:1.0'"), {"MSH4051 spec.url"}},
      {Plugin("url: 'file:///b.wasm'")},
      {Plugin("url: 'ftp://a.example/b'"), {"MSH4051 spec.url"}},
      {Plugin("url: 'a b'"), {"MSH4051 spec.url"}},
      {Plugin("url: '//a b'"), {"MSH4051 spec.url"}},
      {Plugin("url: 'http://a.example/b'"), {"MSH4061 spec.url"}},
      {Plugin("url: 'http://a.example/b', sha256: "
              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")},
      {Plugin("url: a.example/b"), {"MSH4062 spec.url"}},
      {Plugin("url: 'oci://a.example/b:latest'"), {"MSH4062 spec.url"}},
      {Plugin("url: 'https://a.example/b', imagePullSecret: c"), {"MSH4064 spec.imagePullSecret"}},
      {Plugin("url: 'oci://a.example/b:1', imagePullSecret: c")},
  });
}

TEST(WasmPluginTest, HowModulesRun) {
  const std::string url = "url: 'oci://a.example/b:1', ";
  std::string wide;
  for (int i = 0; i < 129; ++i) wide += "\xC3\xA9";
  ExpectFindings({
      {Plugin(url + "vmConfig: {env: [{name: A, valueFrom: HOST}, {name: B, value: c}]}")},
      {Plugin(url + "vmConfig: {env: [{name: A, valueFrom: HOST, value: ''}]}"),
       {"MSH4052 spec.vmConfig.env[0]"}},
      {Plugin(url + "vmConfig: {env: [{name: " + wide + "}]}"),
       {"MSH4053 spec.vmConfig.env[0].name"}},
      {Plugin(url + "pluginName: " + wide), {"MSH4053 spec.pluginName"}},
      {Plugin(url + "pluginConfig: {a: [1]}")},
      {Plugin(url + "pluginConfig: a"), {"MSH1002 spec.pluginConfig"}},
      {Plugin(url + "phase: AUTHN, failStrategy: FAIL_OPEN"), {"MSH4063 spec.failStrategy"}},
      {Plugin(url + "phase: STATS, failStrategy: FAIL_OPEN")},
      {Plugin(url + "phase: AUTHN, failStrategy: FAIL_RELOAD")},
  });
}

TEST(TrafficExtensionTest, ModulesAndScripts) {
  ExpectFindings({
      {Extension("wasm: {url: 'oci://a.example/b:1'}")},
      {Extension("phase: AUTHZ, wasm: {url: 's3://a/b', failStrategy: FAIL_OPEN}"),
       {"MSH4051 spec.wasm.url", "MSH4063 spec.wasm.failStrategy"}},
      {Extension("lua: {inlineCode: 'function envoy_on_response(handle) end'}")},
      {Extension("lua: {inlineCode: 'print(1)'}"), {"MSH4065 spec.lua.inlineCode"}},
  });
}

}  // namespace
}  // namespace mesh
