#include <gmock/gmock.h>

#include "core/checks/testing/findings.h"

namespace mesh {
namespace {

using ::testing::UnorderedElementsAreArray;

/// A Kong object of version v1alpha1, whose `spec` is given.
std::string Spec(const std::string& kind, const std::string& spec) {
  return "{apiVersion: configuration.konghq.com/v1alpha1, kind: " + kind +
         ", metadata: {name: a, namespace: b}, spec: {" + spec + "}}";
}

/// One whose fields are given, with the class that controllers look for.
std::string Fields(const std::string& version, const std::string& kind, const std::string& fields) {
  return "{apiVersion: configuration.konghq.com/" + version + ", kind: " + kind +
         ", metadata: {name: a, annotations: {kubernetes.io/ingress.class: kong}}, " + fields + "}";
}

const std::string kPlane =
    "controlPlaneRef: {type: konnectNamespacedRef, konnectNamespacedRef: {name: cp}}";
const std::string kAdopt = "adopt: {from: konnect, konnect: {id: x}}";

/// The errors about an object; what is said beside them is tested elsewhere.
std::vector<std::string> Errors(const std::string& yaml) {
  std::vector<Finding> found = CheckObject(ObjectOf(yaml));
  std::erase_if(found, [](const Finding& f) { return f.rule->severity != Severity::kError; });
  return Written(found);
}

void Expect(const std::vector<FindingsCase>& cases) {
  for (const FindingsCase& one : cases) {
    EXPECT_THAT(Errors(one.yaml), UnorderedElementsAreArray(one.findings)) << one.yaml;
  }
}

TEST(KongDefinitionsTest, ControlPlanesAndAdoption) {
  const std::string consumer = "username: u, spec: {";
  Expect({
      {Fields("v1", "KongConsumer", consumer + kPlane + ", " + kAdopt + "}")},
      {Fields("v1", "KongConsumer", consumer + "controlPlaneRef: {type: kic}}")},
      {Fields("v1", "KongConsumer", consumer + kAdopt + "}"), {"MSH7001 spec"}},
      {Fields("v1", "KongConsumer", consumer + "controlPlaneRef: {type: konnectNamespacedRef}}"),
       {"MSH7002 spec.controlPlaneRef"}},
      {Fields("v1", "KongConsumer",
              consumer + "controlPlaneRef: {konnectNamespacedRef: {name: cp}}}"),
       {"MSH7003 spec.controlPlaneRef.konnectNamespacedRef"}},
      {Spec("KongKey", "kid: k, jwk: j, " + kAdopt), {"MSH7001 spec"}},
      {Spec("KongRoute", "paths: [/], " + kAdopt), {"MSH7001 spec"}},
      {Spec("KongRoute",
            "paths: [/], serviceRef: {type: namespacedRef, namespacedRef: {name: s}}, " + kAdopt)},
  });
}

TEST(KongDefinitionsTest, CertificatesAndKeys) {
  const std::string secret = ", secretRef: {name: s}";
  Expect({
      {Spec("KongCertificate", kPlane + ", cert: C, key: K")},
      {Spec("KongCertificate", kPlane + ", type: secretRef" + secret)},
      {Spec("KongCertificate", kPlane + secret), {"MSH7004 spec", "MSH7004 spec"}},
      {Spec("KongCACertificate", kPlane + secret), {"MSH7004 spec"}},
      {Spec("KongCACertificate", kPlane + ", type: secretRef, cert: C"), {"MSH7005 spec"}},
      {Spec("KongCertificate", kPlane + ", cert: '{vault://a/b}', key: K")},
      {Spec("KongCertificate", kPlane + ", cert: '{vault://a}', key: K"), {"MSH7006 spec.cert"}},
      {Spec("KongCertificate", kPlane + ", cert: C, key: '{vault:'"), {"MSH7006 spec.key"}},
      {Spec("KongKey", "kid: k"), {"MSH7007 spec"}},
      {Spec("KongKey", "kid: k, pem: {private_key: a, public_key: b}")},
      {Spec("KongKey", "kid: k, jwk: j, keySetRef: {type: konnectID, konnectID: x}")},
      {Spec("KongKey", "kid: k, jwk: j, keySetRef: {type: konnectID}"), {"MSH7008 spec.keySetRef"}},
      {Spec("KongKey", "kid: k, jwk: j, keySetRef: {type: namespacedRef, konnectID: x}"),
       {"MSH7008 spec.keySetRef"}},
  });
}

TEST(KongDefinitionsTest, CredentialsConsumersAndEntities) {
  const std::string jwt = "consumerRef: {name: c}, key: k";
  Expect({
      {Spec("KongCredentialJWT", jwt)},
      {Spec("KongCredentialJWT", jwt + ", algorithm: EdDSA, rsa_public_key: P")},
      {Spec("KongCredentialJWT", jwt + ", algorithm: RS256"), {"MSH7009 spec"}},
      {Fields("v1", "KongConsumer", "credentials: [s]"), {"MSH7028 "}},
      {Fields("v1", "KongConsumer", "custom_id: x")},
      {Spec("KongCustomEntity", "controllerName: kong, type: degraphql_routes, fields: {}")},
      {Spec("KongCustomEntity", "controllerName: kong, type: plugins, fields: {}"),
       {"MSH7010 spec.type"}},
      {Fields("v1alpha1", "KongVault", "spec: {backend: env, prefix: p}")},
      {Fields("v1alpha1", "KongVault",
              "spec: {backend: env, prefix: p, configStoreRef: {name: a, namespace: b}}"),
       {"MSH7027 spec"}},
      {Fields("v1", "KongIngress", "upstream: {slots: 10}")},
      {Fields("v1", "KongIngress", "proxy: {}, route: {}"), {"MSH7029 proxy", "MSH7029 route"}},
      {Fields("v1", "KongPlugin", "plugin: my-own, config: [a]"), {"MSH7030 config"}},
      {Fields("v1", "KongPlugin", "plugin: my-own, config: null")},
  });
}

TEST(KongDefinitionsTest, Bindings) {
  const auto binding = [](const std::string& more) {
    return Spec("KongPluginBinding", kPlane + ", pluginRef: {name: p}, " + more);
  };
  const std::string kong_route =
      "routeRef: {group: configuration.konghq.com, kind: KongRoute, name: r}";
  const std::string kong_service =
      "serviceRef: {group: configuration.konghq.com, kind: KongService, name: s}";
  const std::string service = "serviceRef: {group: core, kind: Service, name: s}";
  const std::string ingress = "routeRef: {group: networking.k8s.io, kind: Ingress, name: r}";
  Expect({
      {binding("targets: {" + kong_route + ", " + kong_service + "}")},
      {binding("targets: {" + ingress + ", " + service + "}")},
      {binding("scope: GlobalInControlPlane")},
      {binding("scope: OnlyTargets"), {"MSH7011 spec"}},
      {binding("targets: {}"), {"MSH7011 spec"}},
      {binding("scope: GlobalInControlPlane, targets: {consumerRef: {name: c}}"),
       {"MSH7012 spec.targets"}},
      {Spec("KongPluginBinding",
            kPlane + ", scope: GlobalInControlPlane, pluginRef: {kind: KongClusterPlugin, name: p, "
                     "namespace: shop}"),
       {"MSH7013 spec.pluginRef.namespace"}},
      {binding("targets: {routeRef: {group: networking.k8s.io, kind: HTTPRoute, name: r}}"),
       {"MSH7014 spec.targets.routeRef"}},
      {binding("targets: {serviceRef: {group: core, kind: KongService, name: r}}"),
       {"MSH7014 spec.targets.serviceRef"}},
      {binding("targets: {" + kong_route + ", " + service + "}"),
       {"MSH7015 spec.targets.serviceRef.kind"}},
      {binding("targets: {" + ingress + ", " + kong_service + "}"),
       {"MSH7015 spec.targets.routeRef.kind"}},
  });
}

TEST(KongDefinitionsTest, Grants) {
  const auto grant = [](const std::string& from, const std::string& to) {
    return Spec("KongReferenceGrant", "from: [{" + from + "}], to: [{" + to + "}]");
  };
  const std::string from = "group: configuration.konghq.com, kind: KongRoute, namespace: a";
  const std::string to = "group: configuration.konghq.com, kind: KongService";
  Expect({
      {grant(from, to)},
      {grant("group: configuration.konghq.com, kind: KongVault, namespace: ''", to)},
      {grant("group: example.com, kind: Anything, namespace: a", to)},
      {grant("group: configuration.konghq.com, kind: KongPlugin, namespace: a", to),
       {"MSH7016 spec.from[0]"}},
      {grant(from, "group: core, kind: ConfigMap"), {"MSH7016 spec.to[0]"}},
      {grant("group: configuration.konghq.com, kind: KongVault, namespace: a", to),
       {"MSH7017 spec.from[0].namespace"}},
      {grant("group: configuration.konghq.com, kind: KongRoute, namespace: ''", to),
       {"MSH7017 spec.from[0].namespace"}},
  });
}

TEST(KongDefinitionsTest, RoutesAndUpstreams) {
  const auto upstream = [](const std::string& more) {
    return Spec("KongUpstream", kPlane + ", " + more);
  };
  Expect({
      {Spec("KongRoute", "protocols: [https]")},
      {Spec("KongRoute", "protocols: [https, http], methods: []")},
      {Spec("KongRoute", "protocols: [https, http]"), {"MSH7018 spec"}},
      {upstream("hash_on: header, hash_on_header: h")},
      {upstream("hash_on: header, hash_fallback_header: h"), {"MSH7019 spec"}},
      {upstream("hash_fallback: uri_capture"), {"MSH7019 spec"}},
      {upstream("hash_fallback: cookie, hash_on_cookie: c"), {"MSH7019 spec"}},
      {upstream("hash_on: cookie, hash_on_cookie: c, hash_on_cookie_path: /")},
      {upstream("algorithm: sticky-sessions"), {"MSH7020 spec"}},
      {upstream("algorithm: sticky-sessions, sticky_sessions_cookie: c")},
  });
}

TEST(KongDefinitionsTest, UpstreamPolicies) {
  const auto policy = [](const std::string& spec) {
    return Fields("v1beta1", "KongUpstreamPolicy", "spec: {" + spec + "}");
  };
  const std::string hashing = "algorithm: consistent-hashing, hashOn: ";
  const std::string sticky = "stickySessions: {cookie: c}, ";
  Expect({
      {policy(hashing + "{header: h}, hashOnFallback: {input: ip}")},
      {policy("hashOn: {header: h}"), {"MSH7021 spec"}},
      {policy("algorithm: latency, hashOnFallback: {input: ip}"), {"MSH7021 spec"}},
      {policy(hashing + "{cookie: c, cookiePath: /}")},
      {policy(hashing + "{cookie: c}"), {"MSH7022 spec.hashOn"}},
      {policy(hashing + "{cookiePath: /}"), {"MSH7022 spec.hashOn"}},
      {policy(hashing + "{cookie: c, cookiePath: /}, hashOnFallback: {input: ip}"),
       {"MSH7023 spec.hashOnFallback"}},
      {policy("healthchecks: {active: {healthy: {interval: 1}}}")},
      {policy("healthchecks: {passive: {healthy: {interval: 0}}}"),
       {"MSH7024 spec.healthchecks.passive.healthy.interval"}},
      {policy(sticky + "algorithm: sticky-sessions, hashOn: {input: none}")},
      {policy(sticky + "algorithm: sticky-sessions"), {"MSH7025 spec"}},
      {policy(sticky + "algorithm: consistent-hashing, hashOn: {input: none}"), {"MSH7026 spec"}},
  });
}

}  // namespace
}  // namespace mesh
