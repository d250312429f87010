#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

/// A VirtualService of namespace `shop` with a spec in flow style.
std::string Service(const std::string& spec) {
  return "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, "
         "namespace: shop}, spec: {" +
         spec + "}}";
}
const std::string kTo = "route: [{destination: {host: api}}]";
const std::string kHttp = "http: [{" + kTo + "}]";

/// With one HTTP route for host `api`, which is these members.
std::string Http(const std::string& route) {
  return Service("hosts: [api], http: [{" + route + "}]");
}
/// The same with a destination.
std::string Sends(const std::string& members) { return Http(members + ", " + kTo); }
/// Sends what a match takes, and all the rest, too.
std::string Matches(const std::string& match) {
  return Service("hosts: [api], http: [{match: [{" + match + "}], " + kTo + "}, {" + kTo + "}]");
}
/// For gateways: there is no default route.
std::string Edge(const std::string& match) {
  return Service("hosts: [a.example], gateways: [web/edge], http: [{match: [{" + match + "}], " +
                 kTo + "}]");
}
/// Of a TLS route with one match for host `*.example`.
std::string Tls(const std::string& match, const std::string& more = "") {
  return Service("hosts: ['*.example'], " + more + "tls: [{match: [{" + match + "}], " + kTo +
                 "}]");
}
/// Of a TCP route with one match.
std::string Tcp(const std::string& match) {
  return Service("hosts: [api], tcp: [{match: [{" + match + "}], " + kTo + "}]");
}

const std::string kAt = " spec.http[0]";
const std::string kMatch = " spec.http[0].match[0]";

TEST(VirtualServiceTest, TheWhole) {
  ExpectFindings({
      {Service("hosts: [api], " + kHttp)},
      {Service("hosts: [api]"), {"MSH2050 spec"}},
      {Service("hosts: [api], http: [], tcp: []"), {"MSH2050 spec"}},
      {"{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: "
       "b}}",
       {"MSH2050 spec"}},
      {Service(kHttp)},
      {Service("gateways: [edge], " + kHttp), {"MSH2051 spec.gateways"}},
      {Service("tcp: [{" + kTo + "}]"), {"MSH2052 spec.tcp"}},
      {Service("tls: [{match: [{sniHosts: [a.b]}], " + kTo + "}]"), {"MSH2052 spec.tls"}},
      {Service("hosts: [api], exportTo: [., '*'], " + kHttp), {"MSH2015 spec.exportTo"}},
  });
}

TEST(VirtualServiceTest, Hosts) {
  ExpectFindings({
      {Service("hosts: [api, 10.0.0.1, 'fe80::1', a.example, '*.b.example'], " + kHttp)},
      {Service("hosts: [a_b], " + kHttp), {"MSH2001 spec.hosts[0]"}},
      {Service("hosts: [''], " + kHttp), {"MSH2001 spec.hosts[0]"}},
      {Service("hosts: ['*'], " + kHttp), {"MSH2054 spec.hosts[0]"}},
      {Service("hosts: ['*'], gateways: [edge, mesh], " + kHttp), {"MSH2054 spec.hosts[0]"}},
      {Service("hosts: ['*'], gateways: [edge], " + kHttp)},
      {Service("hosts: [a.b, a.b], " + kHttp), {"MSH2055 spec.hosts[1]"}},
      {Service("hosts: [a.b.c, '*.c'], " + kHttp), {"MSH2055 spec.hosts[1]"}},
      {Service("hosts: [a.b, b.b, '*.c'], " + kHttp)},
      {Service("hosts: [outbound_.80_._.a.example], " + kHttp), {"MSH2001 spec.hosts[0]"}},
      {Service("hosts: [outbound_.80_._.a.example], gateways: [edge], tls: [{match: [{sniHosts: "
               "[outbound_.80_._.a.example]}], " +
               kTo + "}]")},
  });
}

TEST(VirtualServiceTest, Gateways) {
  const std::string at = " spec.gateways";
  ExpectFindings({
      {Service("hosts: [a.b], gateways: [web/edge, mesh], " + kHttp)},
      {Service("hosts: [a.b], gateways: [web/a_b], " + kHttp), {"MSH2017" + at + "[0]"}},
      {Service("hosts: [a.b], gateways: [/edge], " + kHttp), {"MSH2017" + at + "[0]"}},
      {Service("hosts: [a.b], gateways: [web/edge/x], " + kHttp), {"MSH2017" + at + "[0]"}},
      {Service("hosts: [a.b], gateways: [a_b], " + kHttp), {"MSH2017" + at + "[0]"}},
      {Service("hosts: [a.b], gateways: [edge.web], " + kHttp), {"MSH2018" + at + "[0]"}},
      {Service("hosts: [a.b], gateways: [edge, web/a_b], " + kHttp), {"MSH2042" + at + "[1]"}},
      {Edge("gateways: [web/edge]")},
      {Edge("gateways: [edge.web.svc]"), {"MSH2018" + kMatch + ".gateways[0]"}},
      {Edge("gateways: [edge]"), {"MSH2106" + kMatch + ".gateways[0]"}},
      {Matches("uri: {prefix: /a}, gateways: [mesh]")},
      {Matches("uri: {prefix: /a}, gateways: [edge]"), {"MSH2106" + kMatch + ".gateways[0]"}},
  });
}

TEST(VirtualServiceTest, WhatARouteDoes) {
  ExpectFindings({
      {Http("delegate: {name: a}")},
      {Sends("delegate: {name: a}"), {"MSH2056" + kAt + ".route"}},
      {Http("delegate: {name: a}, redirect: {uri: /}"), {"MSH2056" + kAt + ".redirect"}},
      {Service("http: [{delegate: {name: a}, " + kTo + "}]"), {"MSH2057" + kAt + ".delegate"}},
      {Sends("redirect: {uri: /}"), {"MSH2058" + kAt}},
      {Sends("directResponse: {status: 200}"), {"MSH2058" + kAt}},
      {Http("redirect: {uri: /}, directResponse: {status: 200}"), {"MSH2058" + kAt}},
      {Http("name: a"), {"MSH2059" + kAt}},
      {Http("route: []"), {"MSH2059" + kAt}},
      {Http("redirect: {uri: /}, fault: {abort: {httpStatus: 500}}"), {"MSH2060" + kAt + ".fault"}},
      {Http("directResponse: {status: 200}, rewrite: {uri: /}"), {"MSH2061" + kAt + ".rewrite"}},
      {Sends("fault: {abort: {httpStatus: 500}}, rewrite: {uri: /}")},
      {Sends("mirror: {host: a}, mirrors: [{destination: {host: b}}]"),
       {"MSH2062" + kAt + ".mirrors"}},
      {Sends("mirror: {host: a}, mirrors: []")},
  });
}

TEST(VirtualServiceTest, Headers) {
  const std::string request = kAt + ".headers.request";
  const std::string response = kAt + ".headers.response";
  ExpectFindings({
      {Sends("headers: {request: {set: {x-a: '%REQ(:path)%', Host: b}, remove: [x-b]}}")},
      {Sends("headers: {request: {add: {':path': a}}}"), {"MSH2039" + request + ".add[\":path\"]"}},
      {Sends("headers: {request: {remove: [host]}}"), {"MSH2039" + request + ".remove[0]"}},
      {Sends("headers: {response: {set: {Host: a}}}"), {"MSH2039" + response + ".set[\"Host\"]"}},
      {Sends("headers: {response: {remove: ['']}}"), {"MSH2039" + response + ".remove[0]"}},
      {Sends("headers: {response: {set: {x-a: 100%}}}"), {"MSH2063" + response + ".set[\"x-a\"]"}},
      {Http("route: [{destination: {host: a}, headers: {request: {set: {x-a: 100%}}}}]"),
       {"MSH2063" + kAt + ".route[0].headers.request.set[\"x-a\"]"}},
      {Sends("rewrite: {authority: a}, headers: {request: {set: {host: b}}}"),
       {"MSH2064" + request + ".set[\"host\"]"}},
      {Sends("headers: {request: {set: {':authority': a}, add: {Host: b}}}"),
       {"MSH2064" + request + ".add[\"Host\"]"}},
  });
}

TEST(VirtualServiceTest, Destinations) {
  const std::string at = kAt + ".route[0].destination";
  ExpectFindings({
      {Http("route: [{destination: {host: '*.b', subset: v1, port: {number: 65535}}}]")},
      {Http("route: [{destination: {host: '*'}}]"), {"MSH2043" + at + ".host"}},
      {Http("route: [{destination: {host: a_b}}]"), {"MSH2001" + at + ".host"}},
      {Http("route: [{destination: {host: 10.0.0.1}}]"), {"MSH2001" + at + ".host"}},
      {Http("route: [{destination: {host: a, subset: v_1}}]"), {"MSH2044" + at + ".subset"}},
      {Http("route: [{destination: {host: a, port: {number: 0}}}]"),
       {"MSH2003" + at + ".port.number"}},
      {Http("route: [{destination: {host: a, port: {number: 65536}}}]"),
       {"MSH2003" + at + ".port.number"}},
      {Http("route: [{destination: {host: a, port: {}}}]"), {"MSH2003" + at + ".port.number"}},
      {Http("route: [{destination: {host: a}, weight: -1}]"),
       {"MSH2068" + kAt + ".route[0].weight"}},
      {Http("route: [{destination: {host: a}}, {destination: {host: b}, weight: 0}]"),
       {"MSH2069" + kAt + ".route"}},
      {Http("route: [{destination: {host: a}, weight: 7}, {destination: {host: b}}]")},
      {Service("hosts: [a], tcp: [{route: []}]"), {"MSH2070 spec.tcp[0]"}},
      {Service("hosts: [a], tcp: [{route: [{destination: {host: a}}, {destination: {host: b}}]}]"),
       {"MSH2069 spec.tcp[0].route"}},
  });
}

TEST(VirtualServiceTest, HttpMatches) {
  const std::string claim = "'@request.auth.claims.sub': {exact: a}";
  ExpectFindings({
      {Matches("uri: {prefix: ''}, headers: {x-a: {}, ':path': {exact: a}}, port: 80")},
      {Matches("withoutHeaders: {x-a: {regex: '*'}}")},
      {Matches("headers: {'a b': {exact: c}}"), {"MSH2039" + kMatch + ".headers[\"a b\"]"}},
      {Matches("headers: {x-a: {prefix: ''}}"), {"MSH2071" + kMatch + ".headers[\"x-a\"].prefix"}},
      {Matches("method: {prefix: ''}"), {"MSH2071" + kMatch + ".method.prefix"}},
      {Matches("queryParams: {a: {regex: ''}}"),
       {"MSH2032" + kMatch + ".queryParams[\"a\"].regex"}},
      {Matches("uri: {regex: '(?<a>b)'}")},
      {Matches("uri: {regex: " + std::string(1024, 'a') + "}")},
      {Matches("uri: {regex: " + std::string(1025, 'a') + "}"),
       {"MSH2033" + kMatch + ".uri.regex"}},
      {Matches("uri: {regex: '(?!a)'}"), {"MSH2034" + kMatch + ".uri.regex"}},
      {Matches("uri: {regex: '('}"), {"MSH2034" + kMatch + ".uri.regex"}},
      {Matches("headers: {x-a: {regex: '*'}}"), {"MSH2034" + kMatch + ".headers[\"x-a\"].regex"}},
      {Matches("uri: {exact: /a}, port: 65536"), {"MSH2003" + kMatch + ".port"}},
      {Matches("uri: {exact: /a}, sourceLabels: {a: '-'}"),
       {"MSH2008" + kMatch + ".sourceLabels[\"a\"]"}},
      {Matches("uri: {exact: /a}, sourceNamespace: a.b"),
       {"MSH2072" + kMatch + ".sourceNamespace"}},
      {Matches("headers: {" + claim + "}"),
       {"MSH2053" + kMatch + ".headers[\"@request.auth.claims.sub\"]"}},
      {Edge("headers: {" + claim + "}")},
      {Matches("uri: {regex: a}, ignoreUriCase: true"), {"MSH2109" + kMatch + ".ignoreUriCase"}},
      {Matches("uri: {prefix: /a}, ignoreUriCase: true")},
  });
}

TEST(VirtualServiceTest, TlsAndTcpMatches) {
  const std::string at = " spec.tls[0].match[0]";
  ExpectFindings({
      {Tls("sniHosts: [a.example, '*.b.example'], port: 443")},
      {Service("hosts: [a], tls: [{match: [], " + kTo + "}]"), {"MSH2073 spec.tls[0].match"}},
      {Tls("sniHosts: []"), {"MSH2074" + at + ".sniHosts"}},
      {Tls("sniHosts: [a.other]"), {"MSH2075" + at + ".sniHosts[0]"}},
      {Tls("sniHosts: [example]"), {"MSH2075" + at + ".sniHosts[0]"}},
      {Tls("sniHosts: [a_b.example]"), {"MSH2001" + at + ".sniHosts[0]"}},
      {Tls("sniHosts: [10.0.0.1]"), {"MSH2076" + at + ".sniHosts[0]"}},
      {Tls("sniHosts: [outbound_.80_._.a.example]")},
      {Tls("sniHosts: [outbound_.80_._.a.example]", "gateways: [mesh], "),
       {"MSH2001" + at + ".sniHosts[0]"}},
      {Tcp("destinationSubnets: [10.0.0.0/8, '::1'], port: 1")},
      {Tcp("destinationSubnets: [10.0.0.0/33]"),
       {"MSH2002 spec.tcp[0].match[0].destinationSubnets[0]"}},
      {Tcp("port: 65536"), {"MSH2003 spec.tcp[0].match[0].port"}},
      {Tcp("sourceLabels: {'': a}"), {"MSH2007 spec.tcp[0].match[0].sourceLabels[\"\"]"}},
  });
}

TEST(VirtualServiceTest, PartsOfAnotherTypeReadAsAbsent) {
  for (const char* spec :
       {"hosts: {a: b}", "http: {a: b}", "http: [a, [b]]", "hosts: [api], http: [{match: {a: b}}]",
        "hosts: [api], http: [{route: [a]}]", "hosts: [api], http: [{fault: [a], retries: 1}]",
        "hosts: [api], http: [{headers: {request: {set: [a], remove: {a: b}}}}]",
        "hosts: [[a]], tls: [{match: [{sniHosts: [{a: b}]}]}]",
        "exportTo: [[a]], gateways: [{}]"}) {
    EXPECT_THAT(FindingsOf(Service(spec)), ::testing::Contains(::testing::StartsWith("MSH1002")))
        << spec;
  }
}

}  // namespace
}  // namespace mesh
