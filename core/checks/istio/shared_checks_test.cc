#include "core/checks/istio/shared_checks.h"

#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh::istio {
namespace {

using ::testing::ElementsAreArray;

/// A DestinationRule of namespace `shop` with a spec, which is the members after `host`.
std::string Rule(const std::string& spec, const std::string& annotations = "{}") {
  return "{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a, "
         "namespace: shop, annotations: " +
         annotations + "}, spec: {host: api" + (spec.empty() ? "" : ", " + spec) + "}}";
}
std::string Tls(const std::string& tls) {
  return Rule("exportTo: [.], trafficPolicy: {tls: {" + tls + "}}");
}
std::string Pool(const std::string& pool) {
  return Rule("trafficPolicy: {connectionPool: " + pool + "}");
}

TEST(SharedChecksTest, Annotations) {
  ExpectFindings({
      {Rule("", "{istio.io/rev: a}")},
      {Rule("", "{istio.io/dry-run: 'true'}"),
       {"MSH2019 metadata.annotations[\"istio.io/dry-run\"]"}},
      {Rule("", "{internal.istio.io/webhook-always-reject: ''}"),
       {"MSH2020 metadata.annotations[\"internal.istio.io/webhook-always-reject\"]"}},
      {Rule("", "{internal.istio.io/parents: a}"),
       {"MSH2020 metadata.annotations[\"internal.istio.io/parents\"]"}},
  });
}

TEST(SharedChecksTest, ExportTo) {
  const std::string at = " spec.exportTo";
  ExpectFindings({
      {Rule("exportTo: []")},
      {Rule("exportTo: ['*']")},
      {Rule("exportTo: [., web]")},
      {Rule("exportTo: [a, a]"), {"MSH2012" + at + "[1]"}},
      {Rule("exportTo: [., shop]"), {"MSH2012" + at + "[1]"}},
      {Rule("exportTo: [a_b]"), {"MSH2013" + at + "[0]"}},
      {Rule("exportTo: ['']"), {"MSH2013" + at + "[0]"}},
      {Rule("exportTo: [~ns]"), {"MSH2013" + at + "[0]"}},
      {Rule("exportTo: ['~']"), {"MSH2014" + at + "[0]"}},
      {Rule("exportTo: ['*', a]"), {"MSH2015" + at}},
  });
}

TEST(SharedChecksTest, ExportToNobodyIsForKindsThatMay) {
  Findings out;
  CheckExportTo(ObjectOf("['~']"), "shop", MayExportToNobody::kYes, Place() / "e", out);
  EXPECT_TRUE(out.list().empty());
  CheckExportTo(ObjectOf("['~', a]"), "shop", MayExportToNobody::kYes, Place() / "e", out);
  EXPECT_THAT(Written(out.list()), ElementsAreArray({"MSH2016 e"}));
}

TEST(SharedChecksTest, SelectorsAndLabels) {
  const std::string at = " spec.workloadSelector";
  const std::string labels = " spec.subsets[0].labels";
  ExpectFindings({
      {Rule("workloadSelector: {matchLabels: {app: a}}")},
      {Rule("workloadSelector: {}"), {"MSH2011" + at}},
      {Rule("workloadSelector: {matchLabels: {'': a}}"), {"MSH2009" + at + ".matchLabels[\"\"]"}},
      {Rule("workloadSelector: {matchLabels: {a: '*'}}"), {"MSH2010" + at + ".matchLabels[\"a\"]"}},
      {Rule("workloadSelector: {matchLabels: {a*: b}}"), {"MSH2010" + at + ".matchLabels[\"a*\"]"}},
      {Rule("subsets: [{name: a, labels: {k8s.io/name: v1, empty: ''}}]")},
      {Rule("subsets: [{name: a, labels: {a$: v1}}]"), {"MSH2007" + labels + "[\"a$\"]"}},
      {Rule("subsets: [{name: a, labels: {a: v_}}]"), {"MSH2008" + labels + "[\"a\"]"}},
  });
}

TEST(SharedChecksTest, Targets) {
  const auto check = [](const std::string& spec) {
    Findings out;
    CheckTargets(ObjectOf(spec), "selector", Place() / "spec", out);
    return Written(out.list());
  };
  EXPECT_THAT(check("{selector: {}}"), ElementsAreArray(std::vector<std::string>{}));
  EXPECT_THAT(check("{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: a}, "
                    "{kind: Service, name: a}, {group: networking.istio.io, kind: ServiceEntry, "
                    "name: a}, {group: gateway.networking.k8s.io, kind: GatewayClass, name: a}]}"),
              ElementsAreArray(std::vector<std::string>{}));
  EXPECT_THAT(check("{targetRef: {kind: Service, name: ''}}"),
              ElementsAreArray({"MSH2035 spec.targetRef.name"}));
  EXPECT_THAT(check("{targetRef: {kind: Service, name: a, namespace: b}}"),
              ElementsAreArray({"MSH2036 spec.targetRef.namespace"}));
  EXPECT_THAT(check("{targetRefs: [{kind: Gateway, name: a}]}"),
              ElementsAreArray({"MSH2037 spec.targetRefs[0]"}));
  EXPECT_THAT(check("{selector: {}, targetRefs: []}"), ElementsAreArray({"MSH2038 spec"}));
}

TEST(SharedChecksTest, PortNamesAndProtocols) {
  Findings out;
  CheckPortName("http-web", Place() / "a", out);
  CheckPortName("a_b", Place() / "b", out);
  CheckProtocol("", Place() / "c", out);
  CheckProtocol("grpc-Web", Place() / "d", out);
  CheckProtocol("QUIC", Place() / "e", out);
  EXPECT_THAT(Written(out.list()), ElementsAreArray({"MSH2040 b", "MSH2041 e"}));
}

TEST(SharedChecksTest, TlsOfClients) {
  const std::string at = " spec.trafficPolicy.tls";
  ExpectFindings({
      {Tls("mode: SIMPLE")},
      {Tls("mode: SIMPLE, caCertificates: /a.pem, sni: a.b, subjectAltNames: [a]")},
      {Tls("mode: SIMPLE, credentialName: a")},
      {Tls("mode: SIMPLE, credentialName: 'configmap://shop/ca'")},
      {Tls("mode: SIMPLE, credentialName: 'configmap://ca'"), {"MSH2021" + at + ".credentialName"}},
      {Tls("mode: SIMPLE, credentialName: 'configmap://web/ca'"),
       {"MSH2021" + at + ".credentialName"}},
      {Tls("mode: SIMPLE, insecureSkipVerify: true"), {"MSH2175" + at + ".insecureSkipVerify"}},
      {Tls("mode: SIMPLE, insecureSkipVerify: true, caCertificates: /a.pem"),
       {"MSH2022" + at, "MSH2175" + at + ".insecureSkipVerify"}},
      {Tls("mode: SIMPLE, insecureSkipVerify: false, caCertificates: /a.pem")},
      {Tls("mode: MUTUAL, insecureSkipVerify: true, credentialName: a"),
       {"MSH2175" + at + ".insecureSkipVerify"}},
      {Tls("mode: MUTUAL, credentialName: a, privateKey: /a.pem"), {"MSH2023" + at}},
      {Tls("mode: MUTUAL, clientCertificate: /a.pem, privateKey: /b.pem")},
      {Tls("mode: MUTUAL, privateKey: /b.pem"), {"MSH2024" + at}},
      {Tls("mode: MUTUAL, clientCertificate: /a.pem"), {"MSH2025" + at}},
      {Tls("mode: ISTIO_MUTUAL, sni: a.b")},
      {Tls("mode: ISTIO_MUTUAL, caCertificates: /a.pem"), {"MSH2026" + at}},
      {Tls("mode: SIMPLE, clientCertificate: /a.pem"), {"MSH2026" + at}},
      {Tls("caCertificates: /a.pem"), {"MSH2026" + at}},
      {Tls("mode: DISABLE")},
  });
}

TEST(SharedChecksTest, ConnectionPools) {
  const std::string at = " spec.trafficPolicy.connectionPool";
  ExpectFindings({
      {Pool("{tcp: {maxConnections: 1, connectTimeout: 10s}, http: {maxRetries: 3}}")},
      {Pool("{}"), {"MSH2027" + at}},
      {Pool("{http: {http2MaxRequests: -1}}"), {"MSH2028" + at + ".http.http2MaxRequests"}},
      {Pool("{tcp: {maxConnections: -1}}"), {"MSH2028" + at + ".tcp.maxConnections"}},
      {Pool("{http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}"),
       {"MSH2029" + at + ".http"}},
      {Pool("{http: {h2UpgradePolicy: DEFAULT, useClientProtocol: true}}")},
      {Pool("{http: {http2KeepAlive: {interval: 1s, timeout: 1s}}}")},
      {Pool("{http: {http2KeepAlive: {interval: 1s}}}"), {"MSH2030" + at + ".http.http2KeepAlive"}},
      {Pool("{http: {maxRetries: 0}}"), {"MSH2031" + at + ".http.maxRetries"}},
      {Pool("{http: {maxRequestsPerConnection: 0}}")},
      {Pool("{tcp: {idleTimeout: 0s}}")},
      {Pool("{tcp: {idleTimeout: 1us}}")},
      {Pool("{tcp: {idleTimeout: soon}}"), {"MSH2006" + at + ".tcp.idleTimeout"}},
      {Pool("{tcp: {idleTimeout: 1.5ms}}"), {"MSH2005" + at + ".tcp.idleTimeout"}},
      {Pool("{tcp: {idleTimeout: -1s}}"), {"MSH2004" + at + ".tcp.idleTimeout"}},
      {Pool("{tcp: {connectTimeout: 0.5ms}}"), {"MSH2004" + at + ".tcp.connectTimeout"}},
      {Pool("{tcp: {tcpKeepalive: {time: 0s}}}"), {"MSH2004" + at + ".tcp.tcpKeepalive.time"}},
  });
}

}  // namespace
}  // namespace mesh::istio
