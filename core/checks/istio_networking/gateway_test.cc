#include "core/checks/istio_networking/check_cases.h"

namespace mesh::istio {
namespace {

/// A Gateway with one server.
std::string One(const std::string& server) {
  return "{selector: {istio: door}, servers: [" + server + "]}";
}
std::string Hosts(const std::string& hosts) {
  return One("{hosts: " + hosts + ", port: {number: 80, name: http, protocol: HTTP}}");
}
std::string Port(const std::string& port, const std::string& more = "") {
  return One("{hosts: ['*'], port: " + port + more + "}");
}
std::string Tls(const std::string& tls) {
  return One("{hosts: ['*'], port: {number: 443, name: https, protocol: HTTPS}, tls: " + tls + "}");
}
std::string Two(const std::string& first, const std::string& second) {
  return "{selector: {istio: door}, servers: [" + first + ", " + second + "]}";
}
std::string HttpsServer(const std::string& name, const std::string& host,
                        const std::string& more = "") {
  return "{hosts: ['" + host + "'], port: {number: 443, name: " + name +
         ", protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: c}" + more + "}";
}
std::string PlainServer(const std::string& name, const std::string& protocol,
                        const std::string& more = "") {
  return "{hosts: ['*'], port: {number: 443, name: " + name + ", protocol: " + protocol + "}" +
         more + "}";
}

const std::vector<CheckCase>& Hosted() {
  static const std::vector<CheckCase> kCases = {
      {Hosts("['*', a.example.com, '*.b.com', shop/c.d, './*', '*/e.f', 10.0.0.1]"), {}},
      {Hosts("[reviews, '*-a.b', 'a..b']"),
       {"MSH2202 spec.servers[0].hosts[0]", "MSH2201 spec.servers[0].hosts[1]",
        "MSH2001 spec.servers[0].hosts[2]"}},
      {Hosts("['a_b/c.d', '/c.d', 'a/', '~/c.d']"),
       {"MSH2203 spec.servers[0].hosts[0]", "MSH2204 spec.servers[0].hosts[1]",
        "MSH2204 spec.servers[0].hosts[2]", "MSH2203 spec.servers[0].hosts[3]"}},
      {Hosts("['~/c.d']"), {}, "annotations: {internal.istio.io/gateway-semantics: gateway}"},
      {Hosts("[]"), {"MSH2232 spec.servers[0].hosts"}},
      {"{selector: {a: b}}", {"MSH2231 spec.servers"}},
      {"{selector: {a: b}, servers: []}", {"MSH2231 spec.servers"}},
      {"{servers: [{hosts: ['*'], port: {number: 80, name: a, protocol: TCP}}]}", {"MSH2241 spec"}},
      {Hosts("['*']"),
       {"MSH2019 metadata.annotations[\"istio.io/dry-run\"]"},
       "annotations: {istio.io/dry-run: 'true'}"},
  };
  return kCases;
}

const std::vector<CheckCase>& Ported() {
  const std::string at = "spec.servers[0].";
  static const std::vector<CheckCase> kCases = {
      {Port("{number: 80, name: '', protocol: ''}"),
       {"MSH2233 " + at + "port.name", "MSH2235 " + at + "port.protocol"}},
      {Port("{number: 0, name: a, protocol: HTTPX}"),
       {"MSH2003 " + at + "port.number", "MSH2041 " + at + "port.protocol"}},
      {Port("{number: 53, name: a, protocol: UDP}"), {"MSH2208 " + at + "port.protocol"}},
      {Port("{number: 80, name: a, protocol: grpc-web, targetPort: 8080}"),
       {"MSH1014 " + at + "port.targetPort", "MSH1015 " + at + "port.targetPort",
        "MSH2207 " + at + "port.targetPort"}},
      {Port("{number: 0, name: a, protocol: HTTP}", ", bind: 'unix:///run/a'"), {}},
      {Port("{number: 0, name: a, protocol: HTTP}", ", bind: 'unix://@a'"), {}},
      {Port("{number: 80, name: a, protocol: HTTP}", ", bind: 'unix:///run/a/'"),
       {"MSH2205 " + at + "bind", "MSH2236 " + at + "port.number"}},
      {Port("{number: 80, name: a, protocol: HTTP}", ", bind: '::1'"), {}},
      {Port("{number: 80, name: a, protocol: HTTP}", ", bind: 10.0.0.1:80"),
       {"MSH2206 " + at + "bind"}},
      {Port("{number: 443, name: a, protocol: TLS}"), {"MSH2237 spec.servers[0]"}},
      {Port("{number: 80, name: a, protocol: HTTP}", ", tls: {httpsRedirect: true}"), {}},
      {Port("{number: 80, name: a, protocol: HTTP}", ", tls: {}"), {"MSH2245 " + at + "tls"}},
      {Port("{number: 80, name: a, protocol: HTTP}", ", tls: {mode: SIMPLE, credentialName: b}"),
       {"MSH2238 " + at + "tls"}},
      {Port("{number: 80, name: a, protocol: MONGO}", ", tls: {mode: SIMPLE, credentialName: b}"),
       {"MSH2239 " + at + "tls"}},
      {Tls("{httpsRedirect: true}"), {"MSH2240 " + at + "tls.httpsRedirect"}},
  };
  return kCases;
}

const std::vector<CheckCase>& Secured() {
  const std::string tls = "spec.servers[0].tls";
  static const std::vector<CheckCase> kCases = {
      {Tls("{}"), {}},
      {Tls("{mode: AUTO_PASSTHROUGH}"), {}},
      {Tls("{mode: SIMPLE, serverCertificate: /a, privateKey: /b}"), {}},
      {Tls("{mode: MUTUAL, serverCertificate: /a, privateKey: /b, caCertificates: /c, caCrl: /d}"),
       {}},
      {Tls("{mode: SIMPLE, credentialNames: [a, b]}"), {}},
      {Tls("{mode: ISTIO_MUTUAL}"), {}},
      {Tls("{mode: SIMPLE, credentialName: a, credentialNames: [b]}"), {"MSH2210 " + tls}},
      {Tls("{mode: SIMPLE, credentialName: '', credentialNames: [b]}"), {"MSH2210 " + tls}},
      {Tls("{mode: SIMPLE, credentialName: a, serverCertificate: /a, privateKey: /b}"),
       {"MSH2210 " + tls}},
      {Tls("{mode: SIMPLE, credentialName: a, serverCertificate: /a}"), {}},
      {Tls("{mode: ISTIO_MUTUAL, credentialName: a}"), {"MSH2211 " + tls}},
      {Tls("{mode: SIMPLE}"), {"MSH2212 " + tls, "MSH2213 " + tls}},
      {Tls("{mode: SIMPLE, tlsCertificates: [{serverCertificate: /a, privateKey: /b}, "
           "{serverCertificate: /a}]}"),
       {"MSH2213 " + tls + ".tlsCertificates[1]"}},
      {Tls("{mode: OPTIONAL_MUTUAL, serverCertificate: /a, privateKey: /b}"), {"MSH2214 " + tls}},
      {Tls("{mode: MUTUAL, credentialName: a}"), {}},
      {Tls("{mode: SIMPLE, serverCertificate: /a, privateKey: /b, caCrl: /c}"),
       {"MSH2215 " + tls + ".caCrl"}},
      {Tls("{credentialName: a, caCrl: /c}"), {"MSH2220 " + tls, "MSH2216 " + tls + ".caCrl"}},
      {Tls("{credentialName: a}"), {"MSH2220 " + tls}},
      {Tls("{mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_0}"),
       {"MSH2217 " + tls + ".minProtocolVersion"}},
      {Tls("{mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_0, cipherSuites: "
           "[AES128-SHA, '-ALL', TLS_AES_128_GCM_SHA256, AES128-SHA]}"),
       {"MSH2218 " + tls + ".cipherSuites[2]", "MSH2219 " + tls + ".cipherSuites[3]"}},
      {Tls("{mode: SIMPLE, credentialName: a, subjectAltNames: [b]}"), {"MSH2221 " + tls}},
      {Tls("{mode: MUTUAL, credentialName: a, caCrl: /c, verifyCertificateHash: [d]}"),
       {"MSH2222 " + tls}},
      {Tls("{mode: MUTUAL, serverCertificate: /a, privateKey: /b, caCertificates: /c, "
           "verifyCertificateHash: [d]}"),
       {"MSH2222 " + tls}},
      {Tls("{mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_3, maxProtocolVersion: "
           "TLSV1_2}"),
       {"MSH2223 " + tls}},
      {Tls("{mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_2, maxProtocolVersion: "
           "TLSV1_2}"),
       {}},
  };
  return kCases;
}

const std::vector<CheckCase>& Together() {
  static const std::vector<CheckCase> kCases = {
      {Two(HttpsServer("a", "a.b"), HttpsServer("b", "c.d")), {}},
      {Two(HttpsServer("a", "a.b"), HttpsServer("a", "c.d")),
       {"MSH2234 spec.servers[1].port.name"}},
      {Two(HttpsServer("a", "a.b"), HttpsServer("b", "a.b")), {"MSH2242 spec.servers[1].hosts[0]"}},
      {Two(HttpsServer("a", "a.b"), HttpsServer("b", "a.b", ", bind: 10.0.0.1")), {}},
      {Two(HttpsServer("a", "a.b"), PlainServer("b", "HTTP")), {"MSH2243 spec.servers[1]"}},
      {Two(PlainServer("a", "TCP"), PlainServer("b", "TCP")), {"MSH2243 spec.servers[1]"}},
      {Two(PlainServer("a", "HTTP"), PlainServer("b", "GRPC")), {}},
      {Two(PlainServer("a", "HTTP", ", name: x"), PlainServer("b", "GRPC", ", name: x")),
       {"MSH2244 spec.servers[1].name"}},
  };
  return kCases;
}

TEST(GatewayTest, HostsAndServers) { ExpectCodes("Gateway", Hosted()); }
TEST(GatewayTest, PortsAndTheirTls) { ExpectCodes("Gateway", Ported()); }
TEST(GatewayTest, Certificates) { ExpectCodes("Gateway", Secured()); }
TEST(GatewayTest, ServersAmongEachOther) { ExpectCodes("Gateway", Together()); }

TEST(GatewayTest, NamesHaveNoDots) {
  const std::string text =
      "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: a.b, namespace: c}, "
      "spec: " +
      Hosts("['*']") + "}";
  EXPECT_THAT(Codes(text), ::testing::ElementsAre("MSH2230 metadata.name"));
}

TEST(GatewayTest, EveryRuleIsTested) {
  std::vector<CheckCase> all = Hosted();
  for (const auto* more : {&Ported(), &Secured(), &Together()}) {
    all.insert(all.end(), more->begin(), more->end());
  }
  EXPECT_THAT(Untested("MSH2201", "MSH2259", all), ::testing::ElementsAre("MSH2230"));
}

}  // namespace
}  // namespace mesh::istio
