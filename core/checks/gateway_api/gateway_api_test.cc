#include "core/checks/gateway_api/gateway_api.h"

#include "core/checks/check_testing.h"

namespace mesh {
namespace {

using testing::CheckCase;

constexpr const char* kHttp = "apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute";
constexpr const char* kGrpc = "apiVersion: gateway.networking.k8s.io/v1, kind: GRPCRoute";
constexpr const char* kTls = "apiVersion: gateway.networking.k8s.io/v1, kind: TLSRoute";
constexpr const char* kTcp = "apiVersion: gateway.networking.k8s.io/v1, kind: TCPRoute";
constexpr const char* kOldTcp = "apiVersion: gateway.networking.k8s.io/v1alpha2, kind: TCPRoute";
constexpr const char* kGateway = "apiVersion: gateway.networking.k8s.io/v1, kind: Gateway";
constexpr const char* kSet = "apiVersion: gateway.networking.k8s.io/v1, kind: ListenerSet";
constexpr const char* kBackend = "apiVersion: gateway.networking.k8s.io/v1, kind: BackendTLSPolicy";

std::string OneRule(const std::string& text) {
  return "spec: {parentRefs: [{name: a}], rules: [{" + text + "}]}";
}
std::string Filters(const std::string& text) {
  return OneRule("backendRefs: [{name: a, port: 1}], filters: [" + text + "]");
}
std::string Path(const std::string& text) {
  return OneRule("backendRefs: [{name: a, port: 1}], matches: [{path: {" + text + "}}]");
}
std::string Listeners(const std::string& text) {
  return "spec: {gatewayClassName: istio, listeners: [" + text + "]}";
}
std::string Gateway(const std::string& text) {
  return "spec: {gatewayClassName: istio, listeners: [{name: a, port: 80, protocol: HTTP}], " +
         text + "}";
}
std::string Policy(const std::string& targets, const std::string& validation) {
  return "spec: {targetRefs: [" + targets + "], validation: {hostname: a.b, " + validation + "}}";
}

TEST(GatewayApiTest, EveryRuleIsBroken) {
  const CheckCase cases[] = {
      {"MSH5001", kHttp, "spec: {parentRefs: [{name: a}, {name: a, sectionName: b}]}"},
      {"MSH5001", kBackend,
       Policy("{group: '', kind: Service, name: a}, {group: '', kind: Service, name: a, "
              "sectionName: b}",
              "wellKnownCACertificates: System")},
      {"MSH5002", kGrpc, "spec: {parentRefs: [{name: a}, {name: a, kind: Gateway}]}"},
      {"MSH5003", kHttp, "spec: {parentRefs: [{name: a, port: 1}, {name: a, port: 2}]}"},
      {"MSH5004", kHttp, OneRule("backendRefs: [{name: a}]")},
      {"MSH5004", kTcp, OneRule("backendRefs: [{name: a, kind: Service}]")},
      {"MSH5004", kHttp, Filters("{type: RequestMirror, requestMirror: {backendRef: {name: a}}}")},
      {"MSH5011", kHttp, Filters("{type: CORS}")},
      {"MSH5011", kHttp,
       Filters("{type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath}}}")},
      {"MSH5011", kBackend,
       "spec: {targetRefs: [{group: '', kind: Service, name: a}], validation: {hostname: a.b, "
       "wellKnownCACertificates: System, subjectAltNames: [{type: "
       "URI}]}}"},
      {"MSH5011", kHttp,
       Filters("{type: ExternalAuth, externalAuth: {protocol: GRPC, backendRef: {name: a, port: "
               "1}}}")},
      {"MSH5012", kHttp, Filters("{type: URLRewrite, urlRewrite: {}, requestHeaderModifier: {}}")},
      {"MSH5012", kHttp,
       OneRule(
           "backendRefs: [{name: a, port: 1, filters: [{type: URLRewrite, urlRewrite: {}, cors: "
           "{}}]}]")},
      {"MSH5021", kGrpc,
       Filters("{type: RequestHeaderModifier, requestHeaderModifier: {}}, {type: "
               "RequestHeaderModifier, requestHeaderModifier: {}}")},
      {"MSH5022", kHttp,
       OneRule("filters: [{type: RequestRedirect, requestRedirect: {}}, {type: URLRewrite, "
               "urlRewrite: {}}]")},
      {"MSH5023", kHttp, Filters("{type: RequestRedirect, requestRedirect: {}}")},
      {"MSH5024", kHttp,
       OneRule("matches: [{path: {type: Exact, value: /}}], filters: [{type: RequestRedirect, "
               "requestRedirect: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /a}}}]")},
      {"MSH5024", kHttp,
       OneRule(
           "matches: [{path: {value: /}}, {path: {value: /a}}], backendRefs: [{name: a, port: 1, "
           "filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, "
           "replacePrefixMatch: /a}}}]}]")},
      {"MSH5025", kHttp,
       Filters("{type: RequestMirror, requestMirror: {backendRef: {name: a, port: 1}, percent: 1, "
               "fraction: {numerator: 1}}}")},
      {"MSH5026", kGrpc,
       Filters("{type: RequestMirror, requestMirror: {backendRef: {name: a, port: 1}, fraction: "
               "{numerator: 101}}}")},
      {"MSH5027", kHttp, Filters("{type: CORS, cors: {allowMethods: ['*', GET]}}")},
      {"MSH5041", kHttp, Path("value: a")},
      {"MSH5042", kHttp, Path("value: /a//b")},
      {"MSH5042", kHttp, Path("value: /a/..")},
      {"MSH5042", kHttp, Path("value: '/a#b'")},
      {"MSH5043", kHttp, Path("type: Exact, value: '/a b'")},
      {"MSH5043", kHttp, Path("value: '/%zz'")},
      {"MSH5045", kHttp, "spec: {rules: [{name: a}, {name: a}]}"},
      {"MSH5046", kGrpc, OneRule("matches: [{method: {type: Exact}}]")},
      {"MSH5047", kGrpc, OneRule("matches: [{method: {service: a/b}}]")},
      {"MSH5047", kGrpc, OneRule("matches: [{method: {method: a.b}}]")},
      {"MSH5048", kHttp, OneRule("timeouts: {request: 1s, backendRequest: 1001ms}")},
      {"MSH5049", kTls,
       "spec: {hostnames: [10.0.0.1], rules: [{backendRefs: [{name: a, port: 1}]}]}"},
      {"MSH5061", kGateway, Gateway("addresses: [{value: 10.0.0.1}, {value: 10.0.0.1}]")},
      {"MSH5062", kGateway, Gateway("addresses: [{value: 10.0.0}]")},
      {"MSH5062", kGateway, Gateway("addresses: [{type: IPAddress, value: a.b}]")},
      {"MSH5063", kGateway, Gateway("addresses: [{type: Hostname, value: A.b}]")},
      {"MSH5064", kGateway, Gateway("infrastructure: {labels: {a/b/c: d}}")},
      {"MSH5064", kGateway, Gateway("infrastructure: {annotations: {'': d}}")},
      {"MSH5065", kGateway,
       Listeners("{name: a, port: 1, protocol: HTTP, tls: {mode: Passthrough}}")},
      {"MSH5066", kGateway,
       Listeners("{name: a, port: 1, protocol: HTTPS, tls: {mode: Passthrough}}")},
      {"MSH5067", kGateway, Listeners("{name: a, port: 1, protocol: TLS}")},
      {"MSH5068", kGateway, Listeners("{name: a, port: 1, protocol: TCP, hostname: a}")},
      {"MSH5069", kGateway,
       Listeners("{name: a, port: 1, protocol: HTTP}, {name: b, port: 1, protocol: HTTP}")},
      {"MSH5069", kSet,
       "spec: {parentRef: {name: a}, listeners: [{name: a, port: 1, protocol: HTTP}, {name: b, "
       "port: 1, protocol: HTTP}]}"},
      {"MSH5070", kGateway, Listeners("{name: a, port: 1, protocol: HTTPS, tls: {}}")},
      {"MSH5081", kBackend, Policy("{group: '', kind: Service, name: a}", "caCertificateRefs: []")},
      {"MSH5082", kBackend,
       Policy("{group: '', kind: Service, name: a}",
              "wellKnownCACertificates: System, caCertificateRefs: [{group: '', kind: ConfigMap, "
              "name: a}]")},
      {"MSH5201", kHttp, "spec: {rules: [{backendRefs: [{name: a, port: 1}]}]}"},
      {"MSH5202", kHttp, OneRule("matches: []")},
      {"MSH5202", kGrpc, OneRule("matches: []")},
      {"MSH5203", kHttp, OneRule("backendRefs: [{name: a, port: 1, weight: 0}]")},
      {"MSH5204", kHttp, "spec: {parentRefs: [{kind: Service, name: a}]}"},
      {"MSH5205", kGateway, Listeners("{name: a, port: 1, protocol: HTTPS}")},
      {"MSH5206", kGateway,
       Listeners("{name: a, port: 1, protocol: TLS, tls: {mode: Passthrough, certificateRefs: "
                 "[{name: a}]}}")},
      {"MSH5207", kGateway,
       Gateway("allowedListeners: {namespaces: {from: All, selector: {matchLabels: {a: b}}}}")},
      {"MSH5208", kGateway,
       Listeners("{name: a, port: 1, protocol: HTTP, allowedRoutes: {namespaces: {from: "
                 "Selector}}}")},
      {"MSH5209", kGateway,
       Gateway("allowedListeners: {namespaces: {from: Selector, selector: {matchExpressions: "
               "[{key: a, operator: Near}]}}}")},
      {"MSH5210", kGateway,
       Gateway("allowedListeners: {namespaces: {from: Selector, selector: {matchLabels: {a: b}, "
               "matchExpressions: [{key: a, operator: DoesNotExist}]}}}")},
      {"MSH5211", kOldTcp, OneRule("backendRefs: [{name: a, port: 1}]")},
      {"MSH5212", kGateway,
       Gateway("tls: {frontend: {default: {validation: {mode: AllowInsecureFallback, "
               "caCertificateRefs: [{group: '', kind: ConfigMap, name: a}]}}}}")},
      {"MSH5213", kHttp,
       Filters("{type: CORS, cors: {allowOrigins: ['*'], allowCredentials: true}}")},
      {"MSH5214", kHttp,
       OneRule("retry: {attempts: 2}, timeouts: {request: 5s, backendRequest: 2s}")},
      {"MSH5215", kHttp,
       OneRule("backendRefs: [{group: gateway.networking.x-k8s.io, kind: XBackend, name: a, port: "
               "1}]")},
      {"MSH5216", kGateway,
       Gateway("tls: {frontend: {default: {validation: {caCertificateRefs: [{group: "
               "certificates.k8s.io, kind: ClusterTrustBundle, name: a, namespace: b}]}}}}")},
      {"MSH5217", kHttp, OneRule("matches: [{headers: [{name: a, value: ' b'}]}]")},
  };
  std::vector<Rule> rules;
  for (const Rule& rule : GatewayApiRules()) {
    if (rule.code != "MSH5044") rules.push_back(rule);
  }
  testing::ExpectFindings(cases, rules);
}

TEST(GatewayApiTest, NearMissesPass) {
  const CheckCase cases[] = {
      {"MSH5201", kHttp,
       "spec: {parentRefs: [{name: a, sectionName: b}, {name: a, sectionName: c}]}"},
      {"MSH5201", kHttp, "spec: {parentRefs: [{name: a}, {name: a, namespace: b}]}"},
      {"MSH5204", kHttp, "spec: {parentRefs: [{group: '', kind: Service, name: a}]}"},
      {"MSH5215", kHttp, OneRule("backendRefs: [{group: a.b, kind: Service, name: a}]")},
      {"MSH5201", kOldTcp,
       "spec: {parentRefs: [{name: a, port: 1}, {name: a, port: 2}], rules: [{backendRefs: [{name: "
       "a, port: 1}]}]}"},
      {"MSH5202", kHttp,
       OneRule("filters: [{type: RequestRedirect, requestRedirect: {path: {type: "
               "ReplacePrefixMatch, replacePrefixMatch: /a}}}]")},
      {"MSH5213", kHttp, Filters("{type: CORS, cors: {allowOrigins: ['*'], allowHeaders: ['*']}}")},
      {"MSH5202", kHttp, Path("value: '/a..b/%20/.c'")},
      {"MSH5202", kHttp, Path("type: RegularExpression, value: 'a//b'")},
      {"MSH5202", kGrpc,
       OneRule(
           "backendRefs: [{name: a, port: 1}], matches: [{method: {service: shop.v1.Orders}}]")},
      {"MSH5214", kHttp, OneRule("timeouts: {request: 0s, backendRequest: 9s}")},
      {"MSH5214", kHttp,
       OneRule("retry: {attempts: 2}, timeouts: {request: 6s, backendRequest: 2s}")},
      {"MSH5201", kTls,
       "spec: {parentRefs: [{name: a}], hostnames: [10.0.0.01], rules: [{backendRefs: [{name: a, "
       "port: 1}]}]}"},
      {"MSH5207", kGateway,
       Gateway("addresses: [{}, {}, {value: '::1'}, {type: a.b/c, value: '?'}]")},
      {"MSH5207", kGateway,
       Listeners("{name: a, port: 1, protocol: HTTP, hostname: a}, {name: b, port: 1, protocol: "
                 "HTTP}, {name: c, port: 2, protocol: HTTP}")},
      {"MSH5206", kGateway,
       Listeners("{name: a, port: 1, protocol: HTTPS, tls: {certificateRefs: [{name: a}]}}")},
      {"MSH5217", kHttp, OneRule("matches: [{headers: [{name: a, value: b c}]}]")},
      {"MSH5211", kBackend,
       Policy("{group: '', kind: Service, name: a}",
              "wellKnownCACertificates: System, caCertificateRefs: []")},
  };
  testing::ExpectNoFindings(cases);
}

TEST(GatewayApiTest, MatchesOfAllRulesTogether) {
  const auto route = [](int matches) {
    std::string rules;
    for (int i = 0; i < matches; ++i) {
      if (i % 64 == 0) rules += i > 0 ? "]}, {matches: [" : "{matches: [";
      rules += std::string(i % 64 == 0 ? "" : ", ") + "{path: {value: /" + std::to_string(i) + "}}";
    }
    return "{" + std::string(kHttp) + ", metadata: {name: a, namespace: b}, spec: {rules: [" +
           rules + "]}]}}";
  };
  EXPECT_EQ(testing::CodesOf(route(128), Severity::kError), std::set<std::string>{});
  EXPECT_EQ(testing::CodesOf(route(129), Severity::kError), std::set<std::string>{"MSH5044"});
}

TEST(GatewayApiTest, WrongTypesDoNotHideOtherFindings) {
  const std::string yaml =
      CheckCase{"", kHttp, OneRule("filters: {a: b}, backendRefs: [{name: a}, 5]")}.Yaml();
  EXPECT_EQ(testing::CodesOf(yaml, Severity::kError),
            (std::set<std::string>{"MSH1002", "MSH5004"}));
}

}  // namespace
}  // namespace mesh
