#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;

std::string Rule(const std::string& spec) {
  return "{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a, "
         "namespace: shop}, spec: {" +
         spec + "}}";
}
std::string Policy(const std::string& policy) {
  return Rule("host: api, trafficPolicy: {" + policy + "}");
}
std::string Outliers(const std::string& outlier) {
  return Policy("outlierDetection: {" + outlier + "}");
}
/// With outlier detection, which failover needs.
std::string Balancer(const std::string& balancer) {
  return Policy("outlierDetection: {interval: 1s}, loadBalancer: {" + balancer + "}");
}
std::string Locality(const std::string& setting) {
  return Balancer("localityLbSetting: {" + setting + "}");
}

const std::string kPolicy = " spec.trafficPolicy";
const std::string kBalancer = " spec.trafficPolicy.loadBalancer";

TEST(DestinationRuleTest, TheWhole) {
  ExpectFindings({
      {Rule("host: '*.example'")},
      {Rule("host: ''"), {"MSH2001 spec.host"}},
      {Rule("host: 10.0.0.1"), {"MSH2001 spec.host"}},
      {Rule("trafficPolicy: {tls: {}}"), {"MSH1003 spec"}},
      {"{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a, namespace: "
       "b}}",
       {"MSH2001 spec.host"}},
      {Rule("host: a, subsets: [{name: v1}, {name: v2}]")},
      {Rule("host: a, subsets: [{name: v1}, {name: v1}]"), {"MSH2130 spec.subsets[1].name"}},
      {Rule("host: a, subsets: [{name: ''}]"), {"MSH2044 spec.subsets[0].name"}},
      {Rule("host: a, subsets: [{name: v.1}]"), {"MSH2044 spec.subsets[0].name"}},
      {Rule("host: a, exportTo: [., web]")},
      {Rule("host: a, workloadSelector: {matchLabels: {a: b}}, exportTo: [.]")},
      {Rule("host: a, workloadSelector: {matchLabels: {a: b}}, exportTo: [shop]")},
      {Rule("host: a, workloadSelector: {matchLabels: {a: b}}, exportTo: [., web]"),
       {"MSH2131 spec.exportTo"}},
      {Rule("host: a, workloadSelector: {matchLabels: {a: b}}, exportTo: ['*']"),
       {"MSH2131 spec.exportTo"}},
  });
}

TEST(DestinationRuleTest, TrafficPolicies) {
  const std::string port = kPolicy + ".portLevelSettings[0]";
  ExpectFindings({
      {Policy("loadBalancer: {}")},
      {Policy(""), {"MSH2132" + kPolicy}},
      {Policy("portLevelSettings: []"), {"MSH2132" + kPolicy}},
      {Rule("host: a, subsets: [{name: v1, trafficPolicy: {}}]"),
       {"MSH2132 spec.subsets[0].trafficPolicy"}},
      {Policy("portLevelSettings: [{port: {number: 80}}]"), {"MSH2132" + port}},
      {Policy("portLevelSettings: [{tls: {mode: SIMPLE}}]"), {"MSH2136" + port}},
      {Policy("portLevelSettings: [{port: {number: 80}, connectionPool: {}}]"),
       {"MSH2027" + port + ".connectionPool"}},
      {Policy("tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}, loadBalancer: {}}]"),
       {"MSH2174" + port}},
      {Policy("tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}, tls: {}}]")},
      {Policy("proxyProtocol: {version: V2}")},
      {Policy("tunnel: {targetHost: a.b, targetPort: 80, protocol: POST}")},
      {Policy("tunnel: {targetHost: '::1', targetPort: 80}")},
      {Policy("tunnel: {targetHost: a.b, targetPort: 80}, proxyProtocol: {}"),
       {"MSH2133" + kPolicy}},
      {Policy("tunnel: {targetHost: a.b, targetPort: 80, protocol: connect}"),
       {"MSH2134" + kPolicy + ".tunnel.protocol"}},
      {Policy("tunnel: {targetHost: '*.b', targetPort: 80}"),
       {"MSH2135" + kPolicy + ".tunnel.targetHost"}},
      {Policy("tunnel: {targetHost: a.b, targetPort: 0}"),
       {"MSH2003" + kPolicy + ".tunnel.targetPort"}},
      {Policy("retryBudget: {budgetInterval: 0s}")},
      {Policy("retryBudget: {budgetInterval: soon}"),
       {"MSH2006" + kPolicy + ".retryBudget.budgetInterval"}},
  });
}

TEST(DestinationRuleTest, Credentials) {
  const std::string at = kPolicy + ".tls.credentialName";
  const std::string tls = "trafficPolicy: {tls: {mode: SIMPLE, credentialName: a}}";
  ExpectFindings({
      {Rule("host: a, " + tls), {"MSH2173" + at}},
      {Rule("host: a, exportTo: [.], " + tls)},
      {Rule("host: a, workloadSelector: {matchLabels: {a: b}}, " + tls)},
      {Policy("tls: {mode: SIMPLE, credentialName: 'configmap://shop/ca'}")},
  });
}

TEST(DestinationRuleTest, OutlierDetection) {
  const std::string at = kPolicy + ".outlierDetection";
  ExpectFindings({
      {Outliers("consecutive5xxErrors: 5, maxEjectionPercent: 100, minHealthPercent: 0")},
      {Outliers("maxEjectionPercent: 101"), {"MSH2137" + at + ".maxEjectionPercent"}},
      {Outliers("minHealthPercent: -1"), {"MSH2137" + at + ".minHealthPercent"}},
      {Outliers("consecutiveLocalOriginFailures: 1"),
       {"MSH2138" + at + ".consecutiveLocalOriginFailures"}},
      {Outliers("consecutiveLocalOriginFailures: 0")},
      {Outliers("consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: true")},
      {Outliers("interval: 0s"), {"MSH2004" + at + ".interval"}},
      {Outliers("baseEjectionTime: 1.0001s"), {"MSH2005" + at + ".baseEjectionTime"}},
      {Outliers("consecutiveGatewayErrors: 5"), {"MSH2172" + at + ".consecutiveGatewayErrors"}},
      {Outliers("consecutiveGatewayErrors: 4")},
      {Outliers("consecutiveGatewayErrors: 9, consecutive5xxErrors: 0")},
  });
  EXPECT_THAT(FindingsOf(Outliers("consecutiveErrors: 3")),
              ::testing::Contains("MSH2171" + at + ".consecutiveErrors"));
}

TEST(DestinationRuleTest, ConsistentHash) {
  const std::string hash = kBalancer + ".consistentHash";
  const std::string cookie = hash + ".httpCookie";
  const auto hashes = [](const std::string& more) {
    return Balancer("consistentHash: {" + more + "}");
  };
  ExpectFindings({
      {hashes("httpCookie: {name: a, ttl: 0s, attributes: [{name: b}, {name: c}]}")},
      {hashes("httpCookie: {name: ''}"), {"MSH2139" + cookie + ".name"}},
      {hashes("httpCookie: {name: a, ttl: soon}"), {"MSH2006" + cookie + ".ttl"}},
      {hashes("httpCookie: {name: a, attributes: [{name: ''}]}"),
       {"MSH2139" + cookie + ".attributes[0].name"}},
      {hashes("httpCookie: {name: a, attributes: [{name: b}, {name: b}]}"),
       {"MSH2140" + cookie + ".attributes[1].name"}},
      {hashes("useSourceIp: true, maglev: {tableSize: 65537}")},
      {hashes("maglev: {tableSize: 4999999}")},
      {hashes("maglev: {}"), {"MSH2142" + hash + ".maglev.tableSize"}},
      {hashes("maglev: {tableSize: 65536}"), {"MSH2142" + hash + ".maglev.tableSize"}},
      {hashes("maglev: {tableSize: 5000011}"), {"MSH2142" + hash + ".maglev.tableSize"}},
  });
  EXPECT_THAT(FindingsOf(hashes("minimumRingSize: 1, ringHash: {}")),
              ::testing::Contains("MSH2141" + hash + ".minimumRingSize"));
}

TEST(DestinationRuleTest, Localities) {
  const std::string at = kBalancer + ".localityLbSetting";
  const std::string to = at + ".distribute[0].to";
  ExpectFindings({
      {Locality("distribute: [{from: a/*, to: {a/1/*: 80, b: 20}}, {from: b, to: {b: 100}}]")},
      {Locality("failover: [{from: a, to: b}], failoverPriority: [topology.istio.io/network]")},
      {Locality("failoverPriority: [topology.kubernetes.io/region]")},
      {Locality("distribute: [{from: a, to: {a: 100}}], failover: [{from: a, to: b}]"),
       {"MSH2144" + at}},
      {Locality("failover: [{from: a, to: b}], failoverPriority: [topology.kubernetes.io/zone]"),
       {"MSH2145" + at + ".failoverPriority[0]"}},
      {Locality("distribute: [{from: a, to: {a: 0, b: 100}}]"), {"MSH2146" + to + "[\"a\"]"}},
      {Locality("distribute: [{from: a, to: {a: 101}}]"), {"MSH2146" + to + "[\"a\"]"}},
      {Locality("distribute: [{from: a, to: {a: 60, b: 30}}]"), {"MSH2147" + to}},
      {Locality("distribute: [{from: a, to: {}}]"), {"MSH2147" + to}},
      {Locality("distribute: [{from: a, to: {a//b: 100}}]"), {"MSH2148" + to + "[\"a//b\"]"}},
      {Locality("distribute: [{from: a/*/b, to: {a: 100}}]"),
       {"MSH2148" + at + ".distribute[0].from"}},
      {Locality("distribute: [{from: a, to: {a: 50, a/b: 50}}]"), {"MSH2149" + to + "[\"a/b\"]"}},
      {Locality("distribute: [{from: a/b, to: {a: 100}}, {from: a, to: {a: 100}}]"),
       {"MSH2149" + at + ".distribute[1].from"}},
      {Locality("distribute: [{from: a/b, to: {a: 100}}, {from: a/*, to: {a: 100}}]")},
      {Locality("failover: [{from: a, to: a}]"), {"MSH2150" + at + ".failover[0]"}},
      {Locality("failover: [{from: a, to: b/c}]"), {"MSH2151" + at + ".failover[0]"}},
      {Locality("failover: [{from: a, to: b*}]"), {"MSH2152" + at + ".failover[0]"}},
      {Policy("loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}]}}"),
       {"MSH2153" + at}},
  });
}

TEST(DestinationRuleTest, Zones) {
  const std::string at = kBalancer + ".zoneAwareLbSetting";
  const auto zones = [](const std::string& more) {
    return Balancer("zoneAwareLbSetting: {" + more + "}");
  };
  ExpectFindings({
      {zones("failover: [{from: a, to: b}], failoverPriority: [version]")},
      {zones("failoverPriority: [topology.istio.io/subzone]"),
       {"MSH2145" + at + ".failoverPriority[0]"}},
      {zones("failover: [{from: a, to: a}]"), {"MSH2150" + at + ".failover[0]"}},
      {Balancer("zoneAwareLbSetting: {}, localityLbSetting: {}"), {"MSH2143" + kBalancer}},
  });
}

TEST(DestinationRuleTest, WarmUps) {
  const std::string at = kBalancer + ".warmup";
  ExpectFindings({
      {Balancer("warmup: {duration: 30s, aggression: 1.5}")},
      {Balancer("warmup: {}"), {"MSH1003" + at}},
      {Balancer("warmup: {duration: 0.5ms}"), {"MSH2004" + at + ".duration"}},
      {Balancer("warmup: {duration: 30s, aggression: 0}"), {"MSH2155" + at + ".aggression"}},
      {Balancer("simple: RANDOM, warmup: {duration: 30s}"), {"MSH2177" + at}},
      {Balancer("simple: ROUND_ROBIN, warmup: {duration: 30s}")},
      {Balancer("simple: LEAST_CONN"), {"MSH2170" + kBalancer + ".simple"}},
  });
  EXPECT_THAT(FindingsOf(Balancer("warmup: {duration: 30s}, warmupDurationSecs: 30s")),
              ::testing::Contains("MSH2176" + kBalancer + ".warmupDurationSecs"));
}

TEST(DestinationRuleTest, PartsOfAnotherTypeReadAsAbsent) {
  for (const char* spec :
       {"host: [a]", "host: a, subsets: {a: b}", "host: a, subsets: [a, {name: [b], labels: [c]}]",
        "host: a, trafficPolicy: [a]", "host: a, trafficPolicy: {tls: a, outlierDetection: [b]}",
        "host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{to: [a]}]}}}",
        "host: a, trafficPolicy: {portLevelSettings: [a, {port: 80}]}"}) {
    EXPECT_THAT(FindingsOf(Rule(spec)), ::testing::Contains(::testing::StartsWith("MSH1002")))
        << spec;
  }
}

}  // namespace
}  // namespace mesh
