#include "core/checks/istio_networking/check_cases.h"

namespace mesh::istio {
namespace {

constexpr const char* kHttps = "{number: 443, name: https, protocol: HTTPS}";

std::string Dns(const std::string& more, const std::string& hosts = "[a.b]") {
  return "{hosts: " + hosts + ", resolution: DNS, ports: [" + kHttps + "]" + more + "}";
}
std::string Static(const std::string& endpoint, const std::string& more = "") {
  return "{hosts: [a.b], resolution: STATIC, ports: [" + std::string(kHttps) + more +
         "], endpoints: [" + endpoint + "]}";
}
std::string Ports(const std::string& ports, const std::string& resolution = "DNS") {
  return "{hosts: [a.b], resolution: " + resolution + ", ports: " + ports + "}";
}
std::string Dynamic(const std::string& port, const std::string& more = "") {
  return "{hosts: ['*.a.b'], resolution: DYNAMIC_DNS, ports: [" + port + "]" + more + "}";
}

const std::vector<CheckCase>& EntryHosts() {
  static const std::vector<CheckCase> kCases = {
      {Dns(""), {}},
      {Dns("", "['*']"), {"MSH2301 spec.hosts[0]"}},
      {Dns("", "['*.a.b']"), {"MSH2308 spec.hosts[0]"}},
      {Dns(", endpoints: [{address: c.d}]", "['*.a.b']"), {}},
      {"{hosts: ['*-a.b']}", {"MSH2302 spec.hosts[0]"}},
      {"{hosts: ['*-a.b'], resolution: DYNAMIC_DNS, ports: [{number: 80, name: a, protocol: "
       "HTTP}]}",
       {}},
      {"{hosts: [a..b]}", {"MSH2001 spec.hosts[0]"}},
      {Dns(", addresses: [10.0.0.0/8]"), {"MSH2303 spec.addresses[0]"}},
      {Dns(", addresses: [10.0.0.1]"), {}},
      {"{hosts: [a.b], addresses: [10.0.0.0/8, 10.0.0]}", {"MSH2002 spec.addresses[1]"}},
      {Dns(", exportTo: ['~']"), {}},
      {Dns(", exportTo: ['~', a]"), {"MSH2016 spec.exportTo"}},
      {Dns(", exportTo: [., shop]"), {"MSH2012 spec.exportTo[1]"}},
      {"{hosts: [a.b, c.d], resolution: DNS, ports: [{number: 80, name: a, protocol: TCP}]}",
       {"MSH2320 spec.hosts"}},
      {"{hosts: [a.b, c.d], ports: [{number: 80, name: a, protocol: TCP}], addresses: [10.0.0.1]}",
       {}},
      {Dns(", addresses: [10.0.0.1]", "[a.b, c.d]"), {"MSH2314 spec.hosts"}},
      {Dns("", "[a.b, c.d]"), {}},
  };
  return kCases;
}

const std::vector<CheckCase>& EntryPorts() {
  static const std::vector<CheckCase> kCases = {
      {Ports("[{number: 80, name: a}, {number: 80, name: b}]"), {"MSH2304 spec.ports[1].number"}},
      {Ports("[{number: 0, name: a_b, protocol: X, targetPort: 0}]"),
       {"MSH2003 spec.ports[0].number", "MSH2003 spec.ports[0].targetPort",
        "MSH2040 spec.ports[0].name", "MSH2041 spec.ports[0].protocol"}},
      {Ports("[{number: 53, name: a, protocol: UDP}]"), {"MSH2208 spec.ports[0].protocol"}},
      {Ports("[{number: 80, name: a, protocol: TCP}]"), {}},
      {Ports("[{number: 80, name: a, protocol: TCP}]", "NONE"), {"MSH2305 spec.ports[0]"}},
      {Ports("[{number: 80, name: a}]", "NONE"), {"MSH2305 spec.ports[0]"}},
      {Ports("[{number: 80, name: a, protocol: HTTP}]", "NONE"), {}},
      {Ports("[{number: 80, name: a, protocol: TCP}]"),
       {"MSH2305 spec.ports[0]"},
       "labels: {networking.istio.io/enable-autoallocate-ip: 'False'}"},
  };
  return kCases;
}

const std::vector<CheckCase>& Ended() {
  const std::string at = "spec.endpoints[0]";
  static const std::vector<CheckCase> kCases = {
      {Static("{address: 10.0.0.1, ports: {https: 8443}, labels: {a: b}}"), {}},
      {Static("{address: 'unix:///run/a'}"), {}},
      {Static("{network: far}"), {"MSH2331 " + at}},
      {Static("{labels: {a: b}}"), {"MSH2330 " + at}},
      {Static("{address: c.d}"), {"MSH2310 " + at + ".address"}},
      {Static("{address: 10.0.0.1, ports: {http: 80}}"), {"MSH2312 " + at + ".ports[\"http\"]"}},
      {Static("{address: 10.0.0.1, labels: {'-a': '-b'}}"),
       {"MSH2007 " + at + ".labels[\"-a\"]", "MSH2008 " + at + ".labels[\"-a\"]"}},
      {Static("{address: 'unix:///run/a'}", ", {number: 80, name: b, protocol: HTTP}"),
       {"MSH2313 " + at + ".address"}},
      {Static("{address: 'unix:///run/a', ports: {https: 1}}"), {"MSH2332 " + at + ".ports"}},
      {Static("{address: 'unix://@a/'}"), {"MSH2205 " + at + ".address"}},
      {"{hosts: [a.b], resolution: STATIC, ports: [" + std::string(kHttps) + "]}",
       {"MSH2321 spec"}},
      {"{hosts: [a.b], resolution: STATIC, workloadSelector: {labels: {a: b}}}", {}},
      {Dns(", endpoints: [{address: c.d}, {address: 10.0.0.1}]"), {}},
      {Dns(", endpoints: [{address: '*.c.d'}]"), {"MSH2311 " + at + ".address"}},
      {Dns(", endpoints: [{network: far}]"), {"MSH2311 " + at}},
      {Dns(", endpoints: [{address: c.d}], workloadSelector: {labels: {a: b}}"), {"MSH2300 spec"}},
      {Dns(", workloadSelector: {labels: {'': '*'}}"),
       {"MSH2009 spec.workloadSelector.labels[\"\"]",
        "MSH2010 spec.workloadSelector.labels[\"\"]"}},
      {"{hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: c.d}, {address: e.f}]}",
       {"MSH2309 spec.endpoints"}},
      {"{hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: c.d}]}", {}},
      {"{hosts: [a.b], endpoints: [{address: 10.0.0.1}]}", {"MSH2306 spec.endpoints"}},
      {"{hosts: [a.b], endpoints: []}", {"MSH2306 spec.endpoints"}},
      {"{hosts: [a.b], workloadSelector: {labels: {a: b}}}", {"MSH2307 spec.workloadSelector"}},
  };
  return kCases;
}

const std::vector<CheckCase>& LookedUp() {
  const std::string http = "{number: 80, name: a, protocol: HTTP}";
  static const std::vector<CheckCase> kCases = {
      {Dynamic(http), {}},
      {Dynamic("{number: 443, name: a, protocol: TLS}"), {}},
      {Dynamic("{number: 443, name: a, protocol: HTTPS}"), {"MSH2318 spec.ports[0]"}},
      {Dynamic("{number: 80, name: a}"), {"MSH2318 spec.ports[0]"}},
      {Dynamic(http, ", addresses: [10.0.0.1]"), {"MSH2316 spec.addresses"}},
      {Dynamic(http, ", endpoints: [{address: c.d}]"), {"MSH2317 spec.endpoints"}},
      {"{hosts: [a.b], resolution: DYNAMIC_DNS, ports: [" + http + "]}", {"MSH2315 spec.hosts[0]"}},
      {Dynamic(http, ", location: MESH_INTERNAL"),
       {"MSH2319 spec.location"},
       "labels: {istio.io/use-waypoint: w}"},
      {Dynamic(http, ", location: MESH_INTERNAL"), {}, "labels: {istio.io/use-waypoint: None}"},
  };
  return kCases;
}

TEST(ServiceEntryTest, HostsAndAddresses) { ExpectCodes("ServiceEntry", EntryHosts()); }
TEST(ServiceEntryTest, Ports) { ExpectCodes("ServiceEntry", EntryPorts()); }
TEST(ServiceEntryTest, Endpoints) { ExpectCodes("ServiceEntry", Ended()); }
TEST(ServiceEntryTest, HostsOfEachRequest) { ExpectCodes("ServiceEntry", LookedUp()); }

TEST(ServiceEntryTest, OlderVersionsAllocateNoAddresses) {
  const std::string text =
      ObjectText("ServiceEntry", {Ports("[{number: 80, name: a, protocol: TCP}]"), {}});
  EXPECT_THAT(Codes(text, {.istio_version = "1.24"}),
              ::testing::ElementsAre("MSH2305 spec.ports[0]"));
  EXPECT_THAT(Codes(text, {.istio_version = "1.25"}), ::testing::IsEmpty());
}

TEST(ServiceEntryTest, EveryRuleIsTested) {
  std::vector<CheckCase> all = EntryHosts();
  for (const auto* more : {&EntryPorts(), &Ended(), &LookedUp()}) {
    all.insert(all.end(), more->begin(), more->end());
  }
  EXPECT_THAT(Untested("MSH2300", "MSH2329", all), ::testing::IsEmpty());
}

}  // namespace
}  // namespace mesh::istio
