#include "core/checks/istio_networking/check_cases.h"

namespace mesh::istio {
namespace {

std::string Egress(const std::string& listeners) { return "{egress: [" + listeners + "]}"; }
std::string EgressHosts(const std::string& hosts) { return Egress("{hosts: " + hosts + "}"); }
std::string EgressPort(const std::string& port, const std::string& more = "") {
  return Egress("{hosts: ['*/*'], port: " + port + more + "}");
}
std::string Ingress(const std::string& port, const std::string& more = "") {
  return "{ingress: [{port: " + port + more + "}]}";
}
std::string Endpoint(const std::string& endpoint) {
  return Ingress("{number: 80, protocol: HTTP}", ", defaultEndpoint: '" + endpoint + "'");
}
std::string IngressTls(const std::string& tls) {
  return Ingress("{number: 443, protocol: HTTPS}", ", tls: " + tls);
}
constexpr const char* kFiles = "serverCertificate: /a, privateKey: /b";

const std::vector<CheckCase>& Whole() {
  static const std::vector<CheckCase> kCases = {
      {"{}", {"MSH2260 spec"}},
      {"{workloadSelector: {labels: {a: b}}, egress: []}", {"MSH2260 spec"}},
      {"{outboundTrafficPolicy: {}}", {}},
      {"{inboundConnectionPool: {tcp: {maxConnections: 5}}}", {}},
      {"{workloadSelector: {}, egress: [{hosts: ['./*']}]}", {"MSH2011 spec.workloadSelector"}},
      {"{inboundConnectionPool: {}}", {"MSH2027 spec.inboundConnectionPool"}},
      {"{outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: a.b, port: {number: 80}}}}",
       {"MSH1014 spec.outboundTrafficPolicy.egressProxy"}},
      {"{outboundTrafficPolicy: {egressProxy: {host: a.b, port: {number: 80}}}}",
       {"MSH1014 spec.outboundTrafficPolicy.egressProxy",
        "MSH2277 spec.outboundTrafficPolicy.egressProxy"}},
      {"{outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: a.b}}}",
       {"MSH1014 spec.outboundTrafficPolicy.egressProxy",
        "MSH2278 spec.outboundTrafficPolicy.egressProxy"}},
      {"{outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: '*.b', port: {number: 80}}}}",
       {"MSH1014 spec.outboundTrafficPolicy.egressProxy",
        "MSH2279 spec.outboundTrafficPolicy.egressProxy.host"}},
  };
  return kCases;
}

const std::vector<CheckCase>& Outgoing() {
  const std::string port = "spec.egress[0].port";
  static const std::vector<CheckCase> kCases = {
      {EgressHosts("['./*', 'a/b.c', '*/*.d.e', '~f/*']"), {}},
      {EgressHosts("['~/*']"), {}},
      {EgressHosts("[]"), {"MSH2270 spec.egress[0].hosts"}},
      {EgressHosts("[a.b, a/b, a/*-b.c, 'a_/*', a/, a/10.0.0.1]"),
       {"MSH2271 spec.egress[0].hosts[0]", "MSH2202 spec.egress[0].hosts[1]",
        "MSH2201 spec.egress[0].hosts[2]", "MSH2203 spec.egress[0].hosts[3]",
        "MSH2204 spec.egress[0].hosts[4]", "MSH2001 spec.egress[0].hosts[5]"}},
      {EgressHosts("['a/b.c', 'a/b.c']"), {"MSH2275 spec.egress[0].hosts[1]"}},
      {EgressHosts("['shop/b.c', './*']"), {"MSH2275 spec.egress[0].hosts[1]"}},
      {EgressHosts("['a/b.c', 'd/b.c']"), {}},
      {EgressHosts("['*/*', 'a/b.c']"), {"MSH2276 spec.egress[0].hosts"}},
      {EgressHosts("['*/*', '~a/b.c']"), {}},
      {EgressPort("{number: 80, name: http, protocol: HTTP}", ", bind: 127.0.0.1"), {}},
      {EgressPort("{number: 70000, name: a_b, protocol: X}", ", bind: 'unix:///a'"),
       {"MSH2003 " + port + ".number", "MSH2040 " + port + ".name", "MSH2041 " + port + ".protocol",
        "MSH2206 spec.egress[0].bind"}},
      {EgressPort("{number: 53, protocol: udp}"), {"MSH2208 " + port + ".protocol"}},
      {EgressPort("{protocol: HTTP}", ", bind: 'unix:///a', captureMode: NONE"), {}},
      {EgressPort("{protocol: HTTP}", ", bind: 'unix://a', captureMode: IPTABLES"),
       {"MSH2205 spec.egress[0].bind", "MSH2273 spec.egress[0].captureMode"}},
      {EgressPort("{}", ", bind: 127.0.0.1"), {"MSH2272 " + port}},
      {EgressPort("{number: 80, targetPort: 0}"),
       {"MSH1014 " + port + ".targetPort", "MSH1015 " + port + ".targetPort"}},
      {Egress("{hosts: ['./*']}, {hosts: ['a/*'], port: {number: 80}}"),
       {"MSH2269 spec.egress[0]"}},
      {Egress("{hosts: ['a/*'], port: {number: 80}}, {hosts: ['b/*'], port: {number: 80}}"),
       {"MSH2261 spec.egress[1].port.number"}},
      {Egress("{hosts: ['a/*'], port: {}, bind: 'unix://@a'}, {hosts: ['b/*'], port: {}, bind: "
              "'unix://@a'}"),
       {"MSH2274 spec.egress[1].bind"}},
  };
  return kCases;
}

const std::vector<CheckCase>& Incoming() {
  const std::string at = "spec.ingress[0].";
  static const std::vector<CheckCase> kCases = {
      {Ingress("{number: 80}"), {}},
      {Ingress("{protocol: HTTP}"), {"MSH2003 " + at + "port.number"}},
      {Ingress("{number: 80}", ", bind: 'unix:///a'"), {"MSH2206 " + at + "bind"}},
      {"{ingress: [{port: {number: 80}, bind: 10.0.0.1}, {port: {number: 80}}]}",
       {"MSH2261 spec.ingress[1].port.number"}},
      {Endpoint("127.0.0.1:8080"), {}},
      {Endpoint(":8080"), {}},
      {Endpoint("[::1]:8080"), {}},
      {Endpoint("unix:///run/app.sock"), {}},
      {Endpoint("unix://run/app.sock"), {"MSH2205 " + at + "defaultEndpoint"}},
      {Endpoint("8080"), {"MSH2262 " + at + "defaultEndpoint"}},
      {Endpoint("::1:8080"), {"MSH2262 " + at + "defaultEndpoint"}},
      {Endpoint("10.0.0.1:8080"), {"MSH2263 " + at + "defaultEndpoint"}},
      {Endpoint("127.0.0.1:http"), {"MSH2264 " + at + "defaultEndpoint"}},
      {Endpoint("127.0.0.1:"), {"MSH2264 " + at + "defaultEndpoint"}},
      {Endpoint("127.0.0.1:65536"), {"MSH2003 " + at + "defaultEndpoint"}},
      {Endpoint("127.0.0.1:99999999999"), {"MSH2003 " + at + "defaultEndpoint"}},
      {IngressTls("{mode: SIMPLE, " + std::string(kFiles) + "}"), {}},
      {IngressTls("{mode: SIMPLE, httpsRedirect: true, " + std::string(kFiles) + "}"),
       {"MSH2265 " + at + "tls"}},
      {IngressTls("{mode: SIMPLE, credentialName: a}"), {"MSH2265 " + at + "tls"}},
      {IngressTls("{mode: ISTIO_MUTUAL}"), {"MSH2266 " + at + "tls.mode"}},
      {Ingress("{number: 80}", ", tls: {mode: SIMPLE, " + std::string(kFiles) + "}"),
       {"MSH2239 " + at + "tls"}},
      {Ingress("{number: 80, protocol: HTTP}", ", connectionPool: {http: {maxRetries: 1}}"), {}},
      {Ingress("{number: 80, protocol: TCP}", ", connectionPool: {http: {maxRetries: 1}}"),
       {"MSH2268 " + at + "connectionPool.http"}},
      {Ingress("{number: 80, protocol: TCP}", ", connectionPool: {tcp: {maxConnections: -1}}"),
       {"MSH2028 " + at + "connectionPool.tcp.maxConnections"}},
  };
  return kCases;
}

TEST(SidecarTest, ItsParts) { ExpectCodes("Sidecar", Whole()); }
TEST(SidecarTest, Egress) { ExpectCodes("Sidecar", Outgoing()); }
TEST(SidecarTest, Ingress) { ExpectCodes("Sidecar", Incoming()); }

TEST(SidecarTest, EveryRuleIsTested) {
  std::vector<CheckCase> all = Whole();
  for (const auto* more : {&Outgoing(), &Incoming()}) {
    all.insert(all.end(), more->begin(), more->end());
  }
  EXPECT_THAT(Untested("MSH2260", "MSH2299", all), ::testing::IsEmpty());
}

}  // namespace
}  // namespace mesh::istio
