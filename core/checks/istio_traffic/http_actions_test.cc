#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;

const std::string kToApi = "route: [{destination: {host: api}}]";

std::string Routes(const std::string& routes, const std::string& more = "") {
  return "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, "
         "namespace: shop}, spec: {hosts: [a.example], " +
         more + "http: [" + routes + "]}}";
}
std::string HttpRoute(const std::string& route) { return Routes("{" + route + "}"); }
std::string RouteThat(const std::string& members) { return HttpRoute(members + ", " + kToApi); }
std::string Redirects(const std::string& redirect) {
  return HttpRoute("redirect: {" + redirect + "}");
}
/// Routes of a gateway that send on, by their matches.
std::string Matches(const std::vector<std::string>& routes) {
  std::string out;
  for (const std::string& matches : routes) {
    out += (out.empty() ? "" : ", ") +
           ("{" + (matches.empty() ? "" : "match: [" + matches + "], ") + kToApi + "}");
  }
  return Routes(out, "gateways: [edge], ");
}

const std::string kRoute = " spec.http[0]";

TEST(HttpActionsTest, Faults) {
  const std::string abort = kRoute + ".fault.abort";
  const std::string delay = kRoute + ".fault.delay";
  ExpectFindings({
      {RouteThat(
          "fault: {abort: {httpStatus: 200, percentage: {value: 0.0001}}, delay: {fixedDelay: "
          "1ms, percentage: {value: 0}}}")},
      {RouteThat("fault: {}"), {"MSH2080" + kRoute + ".fault"}},
      {RouteThat("fault: {abort: {}}"), {"MSH2081" + abort}},
      {RouteThat("fault: {abort: {httpStatus: 199}}"), {"MSH2083" + abort + ".httpStatus"}},
      {RouteThat("fault: {abort: {httpStatus: 601}}"), {"MSH2083" + abort + ".httpStatus"}},
      {RouteThat("fault: {abort: {httpStatus: 600}}"), {"MSH2110" + abort + ".httpStatus"}},
      {RouteThat("fault: {abort: {grpcStatus: UNAVAILABLE}}")},
      {RouteThat("fault: {abort: {grpcStatus: '14'}}"), {"MSH2084" + abort + ".grpcStatus"}},
      {RouteThat("fault: {abort: {httpStatus: 500, percentage: {value: 100.1}}}"),
       {"MSH2065" + abort + ".percentage.value"}},
      {RouteThat("fault: {delay: {fixedDelay: 1s, percentage: {value: 0.00001}}}"),
       {"MSH2065" + delay + ".percentage.value"}},
      {RouteThat("fault: {delay: {fixedDelay: 1.5ms}}"), {"MSH2005" + delay + ".fixedDelay"}},
  });
  // The catalogue may have a word on these, too.
  EXPECT_THAT(FindingsOf(RouteThat("fault: {abort: {http2Error: a}}")),
              ::testing::Contains("MSH2082" + abort + ".http2Error"));
  EXPECT_THAT(FindingsOf(RouteThat("fault: {delay: {exponentialDelay: 1s}}")),
              ::testing::Contains("MSH2082" + delay + ".exponentialDelay"));
}

TEST(HttpActionsTest, Mirrors) {
  ExpectFindings({
      {RouteThat("mirror: {host: a}, mirrorPercentage: {value: 0.00001}")},
      {RouteThat("mirror: {host: '*'}"), {"MSH2043" + kRoute + ".mirror.host"}},
      {RouteThat("mirror: {host: a}, mirrorPercentage: {value: -1}"),
       {"MSH2065" + kRoute + ".mirrorPercentage.value"}},
      {RouteThat("mirrors: [{destination: {host: a}, percentage: {value: 101}}]"),
       {"MSH2065" + kRoute + ".mirrors[0].percentage.value"}},
      {RouteThat("mirrors: [{destination: {host: a_b}}]"),
       {"MSH2001" + kRoute + ".mirrors[0].destination.host"}},
      {RouteThat("mirrorPercentage: {value: 1}"), {"MSH2107" + kRoute + ".mirrorPercentage"}},
  });
}

TEST(HttpActionsTest, Cors) {
  const std::string at = kRoute + ".corsPolicy";
  ExpectFindings({
      {RouteThat(
          "corsPolicy: {allowOrigins: [{exact: '*'}, {regex: .*}], allowMethods: [GET, '*'], "
          "allowHeaders: ['*'], maxAge: 24h}")},
      {RouteThat("corsPolicy: {allowOrigins: [{}]}"), {"MSH2077" + at + ".allowOrigins[0]"}},
      {RouteThat("corsPolicy: {allowOrigins: [{exact: ''}]}"),
       {"MSH2077" + at + ".allowOrigins[0]"}},
      {RouteThat("corsPolicy: {allowOrigins: [{regex: '['}]}"),
       {"MSH2034" + at + ".allowOrigins[0].regex"}},
      {RouteThat("corsPolicy: {allowMethods: [get]}"), {"MSH2078" + at + ".allowMethods[0]"}},
      {RouteThat("corsPolicy: {exposeHeaders: [a b]}"), {"MSH2039" + at + ".exposeHeaders[0]"}},
      {RouteThat("corsPolicy: {maxAge: 1.5s}"), {"MSH2079" + at + ".maxAge"}},
      {RouteThat("corsPolicy: {maxAge: 0s}"), {"MSH2004" + at + ".maxAge"}},
  });
}

TEST(HttpActionsTest, RetriesAndTimeouts) {
  const std::string at = kRoute + ".retries";
  const std::string post = "{match: [{method: {exact: POST}}], " + kToApi + ", retries: ";
  ExpectFindings({
      {RouteThat("retries: {attempts: 3, perTryTimeout: 2s, retryOn: '5xx,unavailable,503'}")},
      {RouteThat("retries: {attempts: 0}")},
      {RouteThat("retries: {attempts: -1}"), {"MSH2085" + at + ".attempts"}},
      {RouteThat("retries: {attempts: 0, perTryTimeout: 2s}"), {"MSH2086" + at}},
      {RouteThat("retries: {retryOn: 5xx}"), {"MSH2086" + at}},
      {RouteThat("retries: {attempts: 1, retryOn: '5xx, reset'}"), {"MSH2087" + at + ".retryOn"}},
      {RouteThat("retries: {attempts: 1, retryOn: '306'}"), {"MSH2087" + at + ".retryOn"}},
      {RouteThat("retries: {attempts: 1, retryOn: ','}"),
       {"MSH2087" + at + ".retryOn", "MSH2087" + at + ".retryOn"}},
      {RouteThat("retries: {attempts: 1, backoff: 0s}"), {"MSH2004" + at + ".backoff"}},
      {RouteThat("timeout: 6s, retries: {attempts: 2, perTryTimeout: 2s}")},
      {RouteThat("timeout: 5s, retries: {attempts: 2, perTryTimeout: 2s}"), {"MSH2103" + at}},
      {RouteThat("timeout: 0s"), {"MSH2004" + kRoute + ".timeout"}},
      {Routes(post + "{attempts: 1, retryOn: 'connect-failure,refused-stream'}}, {" + kToApi +
              "}")},
      {Routes(post + "{attempts: 1, retryOn: 503}}, {" + kToApi + "}"),
       {"MSH1002" + at + ".retryOn"}},
      {Routes(post + "{attempts: 1, retryOn: '503'}}, {" + kToApi + "}"),
       {"MSH2105" + at + ".retryOn"}},
  });
}

TEST(HttpActionsTest, RedirectsAndResponses) {
  const std::string at = kRoute + ".redirect";
  const std::string prefix = "redirect: {prefixRewrite: /b}}, {" + kToApi + "}";
  ExpectFindings({
      {Redirects("uri: /b, redirectCode: 308, scheme: https, port: 8443")},
      {Redirects("derivePort: FROM_REQUEST_PORT")},
      {Redirects("uri: /b, prefixRewrite: /c"), {"MSH2088" + at}},
      {Routes("{match: [{uri: {prefix: /a}}, {port: 80}], " + prefix)},
      {Routes("{match: [{uri: {exact: /a}}], " + prefix), {"MSH2089" + kRoute + ".match[0].uri"}},
      {Redirects("redirectCode: 301"), {"MSH2090" + at}},
      {Redirects("uri: /b, redirectCode: 200"), {"MSH2091" + at + ".redirectCode"}},
      {Redirects("uri: /b, redirectCode: 399"), {"MSH2108" + at + ".redirectCode"}},
      {Redirects("scheme: ftp"), {"MSH2092" + at + ".scheme"}},
      {Redirects("port: 65536"), {"MSH2003" + at + ".port"}},
      {HttpRoute("directResponse: {status: 503, body: {string: a}}")},
      {HttpRoute("directResponse: {status: 100}"), {"MSH2083" + kRoute + ".directResponse.status"}},
      {HttpRoute("directResponse: {status: 200, body: {string: " +
                 std::string(1024 * 1024 + 1, 'a') + "}}"),
       {"MSH2093" + kRoute + ".directResponse.body"}},
      {HttpRoute("directResponse: {status: 200, body: {string: " + std::string(1024 * 1024, 'a') +
                 "}}"),
       {"MSH2094" + kRoute + ".directResponse.body"}},
      {HttpRoute("directResponse: {status: 200, body: {string: " + std::string(100 * 1024, 'a') +
                 "}}")},
  });
}

TEST(HttpActionsTest, Rewrites) {
  const std::string at = kRoute + ".rewrite";
  ExpectFindings({
      {RouteThat("rewrite: {uriRegexRewrite: {match: '^/a/(.*)', rewrite: '/\\1'}, authority: b}")},
      {RouteThat("rewrite: {uri: /, uriRegexRewrite: {match: a, rewrite: b}}"), {"MSH2095" + at}},
      {RouteThat("rewrite: {}"), {"MSH2096" + at}},
      {RouteThat("rewrite: {uri: ''}"), {"MSH2096" + at}},
      {RouteThat("rewrite: {uriRegexRewrite: {match: a}}"), {"MSH2097" + at + ".uriRegexRewrite"}},
      {RouteThat("rewrite: {uriRegexRewrite: {match: '(', rewrite: b}}"),
       {"MSH2034" + at + ".uriRegexRewrite.match"}},
  });
}

TEST(ReachTest, RoutesThatNothingReaches) {
  ExpectFindings({
      {Matches({"{uri: {prefix: /a}}", "{uri: {prefix: /b}}", ""})},
      {Matches({"", "{uri: {prefix: /a}}"}), {"MSH2100 spec.http[1]"}},
      {Matches({"", ""}), {"MSH2100 spec.http[1]"}},
      {Matches({"{uri: {prefix: /}}", ""}), {"MSH2100 spec.http[1]"}},
      {Matches({"{name: all}", ""}), {"MSH2100 spec.http[1]"}},
      {Matches({"{uri: {prefix: /}, port: 80}", ""})},
      {Matches({"{uri: {prefix: /}, headers: {a: {exact: b}}}", ""})},
      {Matches({"{uri: {prefix: /a}}", "{uri: {prefix: /a}, name: b}"}),
       {"MSH2101 spec.http[1].match[0]", "MSH2100 spec.http[1]"}},
      {Matches({"{uri: {prefix: /a}}, {uri: {prefix: /a}}"}), {"MSH2101 spec.http[0].match[1]"}},
  });
}

TEST(ReachTest, MatchesThatEarlierOnesCover) {
  const std::vector<std::string> covered = {"MSH2102 spec.http[1].match[0]",
                                            "MSH2100 spec.http[1]"};
  ExpectFindings({
      {Matches({"{uri: {prefix: /a}}", "{uri: {prefix: /ab}}"}), covered},
      {Matches({"{uri: {prefix: /a}}", "{uri: {exact: /a/b}}"}), covered},
      {Matches(
           {"{headers: {a: {exact: b}}}", "{uri: {exact: /}, headers: {a: {exact: b}, c: {}}}"}),
       covered},
      {Matches({"{uri: {prefix: /ab}}", "{uri: {prefix: /a}}"})},
      {Matches({"{uri: {prefix: /a}, method: {exact: GET}}", "{uri: {prefix: /ab}}"})},
      {Matches({"{uri: {prefix: /a}}", "{uri: {prefix: /AB}, ignoreUriCase: true}"})},
      {Matches({"{uri: {prefix: /a}}", "{uri: {regex: /ab}}"})},
      {Matches({"{uri: {prefix: /a}}, {uri: {prefix: /ab}}"})},
      {Matches({"{uri: {prefix: /a}}", "{uri: {prefix: /ab}}, {uri: {prefix: /b}}"}),
       {"MSH2102 spec.http[1].match[0]"}},
  });
}

TEST(ReachTest, RequestsThatNoRouteTakes) {
  const std::string route = "{match: [{uri: {prefix: /a}}], " + kToApi + "}";
  ExpectFindings({
      {Routes(route), {"MSH2104 spec.http"}},
      {Routes(route, "gateways: [edge, mesh], "), {"MSH2104 spec.http"}},
      {Routes(route, "gateways: [edge], ")},
      {Routes("{match: [{uri: {prefix: /}, port: 80}], " + kToApi + "}")},
      {Routes("{match: [{sourceLabels: {app: a}}], " + kToApi + "}")},
      {Routes(route + ", {" + kToApi + "}")},
  });
}

}  // namespace
}  // namespace mesh
