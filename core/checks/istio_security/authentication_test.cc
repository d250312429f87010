#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::ElementsAreArray;

std::string Peer(const std::string& spec, const std::string& ns = "shop") {
  return "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: a, "
         "namespace: " +
         ns + "}, spec: {" + spec + "}}";
}
std::string Request(const std::string& spec) {
  return "{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: a, "
         "namespace: shop}, spec: {" +
         spec + "}}";
}
std::string Jwt(const std::string& rule) { return Request("jwtRules: [{" + rule + "}]"); }
std::string Keys(const std::string& jwks) { return Jwt("issuer: a, jwks: '" + jwks + "'"); }

const std::string kSelector = "selector: {matchLabels: {app: web}}";
const std::string kRule = " spec.jwtRules[0]";

TEST(PeerAuthenticationTest, PortsAreThoseOfSelectedWorkloads) {
  const std::string at = " spec.portLevelMtls";
  ExpectFindings({
      {Peer("mtls: {mode: STRICT}")},
      {Peer(kSelector + ", portLevelMtls: {1: {mode: STRICT}, '65535': {mode: PERMISSIVE}}")},
      {Peer("portLevelMtls: {80: {mode: STRICT}}"), {"MSH3041" + at}},
      {Peer("selector: {matchLabels: {app: null}}, portLevelMtls: {80: {mode: STRICT}}"),
       {"MSH3041" + at}},
      {Peer("selector: {}, portLevelMtls: {80: {mode: STRICT}}"),
       {"MSH2011 spec.selector", "MSH3041" + at}},
      {Peer(kSelector + ", portLevelMtls: {'0': {mode: STRICT}}"), {"MSH3042" + at + "[\"0\"]"}},
      {Peer(kSelector + ", portLevelMtls: {'080': {mode: STRICT}}"),
       {"MSH3042" + at + "[\"080\"]"}},
      {Peer(kSelector + ", portLevelMtls: {'65536': {mode: STRICT}}"),
       {"MSH3042" + at + "[\"65536\"]"}},
      {Peer(kSelector + ", portLevelMtls: {http: {mode: STRICT}}"),
       {"MSH3042" + at + "[\"http\"]"}},
      {Peer(kSelector + ", mtls: {mode: STRICT}, portLevelMtls: {80: null}"), {"MSH1007" + at}},
      {Peer(kSelector + ", mtls: {mode: STRICT}, portLevelMtls: {}"), {"MSH1007" + at}},
  });
}

TEST(PeerAuthenticationTest, ObjectsThatDoNothingOrTooMuch) {
  ExpectFindings({
      {Peer("mtls: {mode: STRICT}", "istio-system")},
      {Peer(kSelector + ", mtls: {mode: STRICT}", "istio-system"), {"MSH3141 spec.selector"}},
      {Peer("mtls: {mode: DISABLE}"), {"MSH3142 spec.mtls.mode"}},
      {Peer(kSelector + ", portLevelMtls: {80: {mode: DISABLE}}"),
       {"MSH3142 spec.portLevelMtls[\"80\"].mode"}},
      {Peer(""), {"MSH3143 spec"}},
      {Peer("mtls: {mode: UNSET}"), {"MSH3143 spec"}},
  });
}

TEST(RequestAuthenticationTest, IssuersAndWhereTheirKeysAre) {
  ExpectFindings({
      {Jwt("issuer: a")},
      {Jwt("jwksUri: 'https://a.example/keys#1'")},
      {Jwt("jwks: '{\"keys\": [{\"kty\": \"oct\", \"k\": \"AQAB\"}]}'"),
       {"MSH3051" + kRule, "MSH3161" + kRule + ".jwks"}},
      {Jwt("issuer: a, jwksUri: a.example/keys"), {"MSH3052" + kRule + ".jwksUri"}},
      {Jwt("issuer: a, jwksUri: 'ftp://a.example'"), {"MSH3052" + kRule + ".jwksUri"}},
      {Jwt("issuer: a, jwksUri: 'https://a.example:port/'"), {"MSH3052" + kRule + ".jwksUri"}},
      {Jwt("issuer: a, jwksUri: 'https://a.example:99999999999999999999/'"),
       {"MSH3052" + kRule + ".jwksUri"}},
      {Jwt("issuer: a, jwksUri: 'http://a.example/keys'"), {"MSH3163" + kRule + ".jwksUri"}},
      {Jwt("issuer: a, jwksUri: 'http://keycloak.iam.svc.cluster.local/keys'")},
      {Jwt("issuer: a, timeout: 1.5ms"), {"MSH2005" + kRule + ".timeout"}},
      {Jwt("issuer: a, timeout: 0s"), {"MSH2004" + kRule + ".timeout"}},
      {Jwt("issuer: a, fromHeaders: [{name: Authorization}]"),
       {"MSH3164" + kRule + ".fromHeaders[0]"}},
      {Jwt("issuer: a, fromHeaders: [{name: authorization, prefix: 'Bearer '}, {name: x-token}]")},
      {Request(""), {"MSH3165 spec"}},
  });
}

TEST(RequestAuthenticationTest, KeySets) {
  const std::string at = kRule + ".jwks";
  const std::string rsa = R"("kty": "RSA", "e": "AQAB", "n": "AQAB")";
  ExpectFindings({
      {Keys(R"({"keys": [{)" + rsa + "}]}")},
      {Keys("{" + rsa + "}")},
      {Keys(R"({"keys": []})"), {"MSH3162" + at}},
      {Keys(R"({"keys": [{)" + rsa + R"(, "d": "AQAB"}]})"), {"MSH3161" + at}},
      {Keys(R"({"keys": [{)" + rsa + "}]} more"), {"MSH3166" + at}},
      {Keys("keys"), {"MSH3053" + at}},
      {Keys("[]"), {"MSH3053" + at}},
      {Keys(R"({"keys": [{"kty": "none"}]})"), {"MSH3053" + at}},
  });
}

}  // namespace
}  // namespace mesh
