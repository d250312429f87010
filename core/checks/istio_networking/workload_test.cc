#include "core/checks/istio_networking/check_cases.h"

namespace mesh::istio {
namespace {

std::string Group(const std::string& template_, const std::string& more = "") {
  return "{template: " + template_ + more + "}";
}
std::string Probe(const std::string& probe) { return Group("{}", ", probe: " + probe); }
std::string Named(std::size_t length) {
  return "{address: 10.0.0.1, ports: {" + std::string(length, 'a') + ": 80}}";
}

const std::vector<CheckCase>& Entries() {
  static const std::vector<CheckCase> kCases = {
      {"{address: 10.0.0.1, ports: {http: 8080}, labels: {app: a}}", {}},
      {"{address: vm.example.com}", {}},
      {"{address: '::1'}", {}},
      {"{address: 'unix:///run/a'}", {}},
      {"{network: far}", {"MSH2331 spec"}},
      {"{}", {"MSH2330 spec"}},
      {"{address: ''}", {"MSH2330 spec"}},
      {"{address: '*.a.b'}", {"MSH2311 spec.address"}},
      {"{address: 10.0.0}", {"MSH2311 spec.address"}},
      {"{address: 'unix://run/a'}", {"MSH2205 spec.address"}},
      {"{address: 'unix:///run/a', ports: {}}", {"MSH2332 spec.ports"}},
      {"{address: 10.0.0.1, ports: {a_b: 0}}",
       {"MSH2334 spec.ports[\"a_b\"]", "MSH2003 spec.ports[\"a_b\"]"}},
      {Named(62), {}},
      {Named(63), {"MSH2334 spec.ports[\"" + std::string(63, 'a') + "\"]"}},
      {"{address: 10.0.0.1, labels: {a/b/c: d}}", {"MSH2007 spec.labels[\"a/b/c\"]"}},
  };
  return kCases;
}

const std::vector<CheckCase>& Groups() {
  static const std::vector<CheckCase> kCases = {
      {Group("{}"), {}},
      {Group("{ports: {http: 80}, labels: {a: b}}", ", metadata: {labels: {a: b}}"), {}},
      {Group("{labels: {a: '-b'}}"), {"MSH2335 spec.template.labels[\"a\"]"}},
      {Group("{}", ", metadata: {labels: {a: '-b'}}"), {"MSH2008 spec.metadata.labels[\"a\"]"}},
      {Group("{ports: {http: 0}}"), {"MSH2003 spec.template.ports[\"http\"]"}},
      {Probe("{httpGet: {port: 80, scheme: HTTPS, httpHeaders: [{name: X-a, value: b}]}}"), {}},
      {Probe("{tcpSocket: {port: 80}, periodSeconds: 5}"), {}},
      {Probe("{exec: {command: [a]}}"), {}},
      {Probe("{}"), {"MSH2336 spec.probe"}},
      {Probe("{grpc: {port: 80}}"), {"MSH2337 spec.probe.grpc"}},
      {Probe("{httpGet: {port: 80, scheme: http}}"), {"MSH2338 spec.probe.httpGet.scheme"}},
      {Probe("{httpGet: {port: 80, httpHeaders: [{name: a_b}, {value: c}]}}"),
       {"MSH2339 spec.probe.httpGet.httpHeaders[0].name",
        "MSH2339 spec.probe.httpGet.httpHeaders[1]"}},
      {Probe("{exec: {command: []}}"), {"MSH2340 spec.probe.exec.command"}},
      {Probe("{tcpSocket: {port: 0}}"), {"MSH2003 spec.probe.tcpSocket.port"}},
  };
  return kCases;
}

TEST(WorkloadEntryTest, AddressesPortsAndLabels) { ExpectCodes("WorkloadEntry", Entries()); }
TEST(WorkloadGroupTest, TemplateAndProbe) { ExpectCodes("WorkloadGroup", Groups()); }

TEST(WorkloadGroupTest, EveryRuleIsTested) {
  std::vector<CheckCase> all = Entries();
  all.insert(all.end(), Groups().begin(), Groups().end());
  EXPECT_THAT(Untested("MSH2330", "MSH2349", all), ::testing::IsEmpty());
}

}  // namespace
}  // namespace mesh::istio
