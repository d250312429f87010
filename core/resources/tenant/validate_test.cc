#include <gtest/gtest.h>

#include "core/resources/tenant/tenant_fixture.h"

namespace mesh {
namespace {

/// A configuration that must be refused: with what, and where.
struct Refused {
  const char* what;
  const char* config;
  const char* summary;
  const char* path;
  const char* fix;
  const char* settings = "";
};

class RefusedTenant : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedTenant, NamesTheAttributeAndTheFix) {
  const Refused& p = GetParam();
  const Diagnostics found =
      testing::Judge(TenantResource(), testing::Yaml(p.config), SettingsFrom(p.settings));
  ASSERT_EQ(found.size(), 1u) << testing::AllDetails(found);
  EXPECT_EQ(found[0].severity, Severity::kError);
  EXPECT_EQ(found[0].summary, p.summary);
  EXPECT_EQ(found[0].path.ToString(), p.path);
  EXPECT_NE(found[0].detail.find(p.fix), std::string::npos) << found[0].detail;
}

constexpr Refused kRefused[] = {
    {"UnknownMode", "{name: t, namespaces: {a: {dataplane_mode: ambiant}}}",
     "Invalid dataplane_mode", "namespaces[\"a\"].dataplane_mode", "\"ambient\", \"sidecar\""},
    {"NamespaceName", "{name: t, namespaces: {Up: {}}}", "Invalid key in namespaces",
     "namespaces[\"Up\"]", "lower-case"},
    {"EscapingName", "{name: ../t, namespaces: {a: {}}}", "Invalid name", "name", "lower-case"},
    {"ClientIsNoLabelValue", "{name: t, client: 'Acme Corp.', namespaces: {a: {}}}",
     "Invalid client", "client", "not changed silently"},
    {"EmptyClient", "{name: t, client: '', namespaces: {a: {}}}", "Invalid client", "client",
     "Leave the attribute out"},
    {"TenantIsNoLabelValue", "{name: t, tenant: 'a/b', namespaces: {a: {}}}", "Invalid tenant",
     "tenant", "label value"},
    {"RootNamespace", "{name: t, namespaces: {istio-config: {}}}",
     "Namespace istio-config cannot belong to a tenant", "namespaces[\"istio-config\"]",
     "Remove it from namespaces", "{root_namespace: istio-config}"},
    {"ControlPlaneNamespace", "{name: t, namespaces: {istio-system: {}}}",
     "Namespace istio-system cannot belong to a tenant", "namespaces[\"istio-system\"]",
     "Remove it"},
    {"KubeNamespace", "{name: t, namespaces: {kube-public: {}}}",
     "Namespace kube-public cannot belong to a tenant", "namespaces[\"kube-public\"]", "Remove it"},
    {"GatewayInside",
     "{name: t, namespaces: {a: {}}, gateways: [{namespace: a, service_account: gw}]}",
     "Namespace a cannot belong to a tenant", "namespaces[\"a\"]", "namespace of its own"},
    {"BothInjectionLabels",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar, labels: {istio.io/rev: x}}}}",
     "Contradicting label istio.io/rev", "namespaces[\"a\"].labels[\"istio.io/rev\"]",
     "attribute revision"},
    {"AmbientWithInjection",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, labels: {istio-injection: enabled}}}}",
     "Contradicting label istio-injection", "namespaces[\"a\"].labels[\"istio-injection\"]",
     "Remove the label"},
    {"AmbientWithRevisionLabel",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, labels: {istio.io/rev: x}}}}",
     "Contradicting label istio.io/rev", "namespaces[\"a\"].labels[\"istio.io/rev\"]",
     "belongs on the waypoint"},
    {"SidecarWithAmbientLabel",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar, labels: {istio.io/dataplane-mode: "
     "ambient}}}}",
     "Contradicting label istio.io/dataplane-mode",
     "namespaces[\"a\"].labels[\"istio.io/dataplane-mode\"]", "Remove the label"},
    {"WaypointOutsideAmbient",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar, waypoint: {}}}}",
     "Waypoint outside ambient", "namespaces[\"a\"].waypoint", "dataplane_mode = \"ambient\""},
    {"OptOutInMesh", "{name: t, namespaces: {a: {dataplane_mode: ambient, opt_out: true}}}",
     "Opted out and meshed", "namespaces[\"a\"].opt_out", "remove opt_out"},
    {"WaypointOfOthers",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, waypoint: {namespace: shared}}}}",
     "Shared waypoint", "namespaces[\"a\"].waypoint.namespace", "Give this tenant its own"},
    {"WaypointNotDeclared",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, waypoint: {namespace: b}}, b: "
     "{dataplane_mode: ambient}}}",
     "Shared waypoint", "namespaces[\"a\"].waypoint.namespace", "Declare it there"},
    {"WaypointSharedAcrossIsolatedNamespaces",
     "{name: t, isolation: namespace, namespaces: {a: {dataplane_mode: ambient, waypoint: "
     "{namespace: b}}, b: {dataplane_mode: ambient, waypoint: {}}}}",
     "Shared waypoint", "namespaces[\"a\"].waypoint.namespace", "Give each namespace its own"},
    {"AmbiguousWaypointPort",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, waypoint: {for: all}}}, allow_from: "
     "[{namespaces: [x], ports: [{port: 8080, service_port: 80}]}]}",
     "Ambiguous port at a waypoint for all traffic", "namespaces[\"a\"].waypoint.for",
     "the same number"},
    {"MixedModes",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}, b: {dataplane_mode: none}}}",
     "Namespace outside the mesh beside meshed ones", "namespaces[\"b\"].dataplane_mode",
     "allow_plaintext = [{namespaces = [\"b\"]"},
    {"GrantToNobody", "{name: t, namespaces: {a: {}}, allow_from: [{ports: [{port: 80}]}]}",
     "Grant without callers", "allow_from[0]", "Set namespaces or service_accounts"},
    {"GrantOfNothing", "{name: t, namespaces: {a: {}}, allow_from: [{namespaces: [x], ports: []}]}",
     "Grant without ports", "allow_from[0].ports", "Leave ports out"},
    {"WildcardNamespace", "{name: t, namespaces: {a: {}}, allow_from: [{namespaces: ['*']}]}",
     "Invalid namespaces", "allow_from[0].namespaces[0]", "DNS-1123"},
    {"WildcardAccount", "{name: t, namespaces: {a: {}}, allow_from: [{service_accounts: ['x/*']}]}",
     "Invalid service_accounts", "allow_from[0].service_accounts[0]", "wildcards are not allowed"},
    {"PortOutOfRange",
     "{name: t, namespaces: {a: {}}, allow_from: [{namespaces: [x], ports: [{port: 65536}]}]}",
     "Invalid port", "allow_from[0].ports[0].port", "1 to 65535"},
    {"FractionalPort",
     "{name: t, namespaces: {a: {}}, allow_from: [{namespaces: [x], ports: [{port: 80.5}]}]}",
     "Invalid port", "allow_from[0].ports[0].port", "whole number"},
    {"TargetNowhere", "{name: t, namespaces: {a: {}}, allow_to: [{ports: [80]}]}",
     "Target without a place", "allow_to[0]", "Set namespaces or cidrs"},
    {"NoCidr", "{name: t, namespaces: {a: {}}, allow_to: [{cidrs: [10.0.0.1]}]}", "Invalid cidrs",
     "allow_to[0].cidrs[0]", "203.0.113.7/32"},
    {"CidrWithHostBits", "{name: t, namespaces: {a: {}}, allow_to: [{cidrs: [10.0.0.1/8]}]}",
     "Invalid cidrs", "allow_to[0].cidrs[0]", "first address"},
    {"UnmeshedScraperOfAmbient",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, scrapers: [{namespace: mon, ports: "
     "[9100], mesh: false}]}",
     "Scraper cannot scrape", "scrapers[0]", "Enrol the scraper"},
    {"UnmeshedScraperOfSidecarPort",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar}}, scrapers: [{namespace: mon, ports: "
     "[9100], mesh: false}]}",
     "Scraper cannot scrape", "scrapers[0]", "port 15020"},
    {"ScraperWithoutPorts",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, scrapers: [{namespace: mon}]}",
     "Scraper cannot scrape", "scrapers[0]", "Name the ports"},
    {"UnmeshedScraperWithIdentity",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar}}, scrapers: [{namespace: mon, "
     "service_account: prom, mesh: false}]}",
     "Scraper outside the mesh with an identity", "scrapers[0].service_account", "set mesh = true"},
    {"PlaintextFromNobody",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{selector: {app: x}, "
     "ports: [80], reason: r}]}",
     "Plaintext from nobody", "allow_plaintext[0].cidrs", "Set namespaces or cidrs"},
    {"PlaintextToAllPods",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{cidrs: "
     "[10.0.0.0/8], ports: [80], reason: r}]}",
     "Plaintext to all pods", "allow_plaintext[0].selector", "Set selector"},
    {"PlaintextWithoutReason",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{cidrs: "
     "[10.0.0.0/8], selector: {app: x}, ports: [80], reason: ' '}]}",
     "Plaintext without a reason", "allow_plaintext[0].reason", "Say why"},
    {"PlaintextIntoForeignNamespace",
     "{name: t, namespaces: {a: {}}, allow_plaintext: [{cidrs: [10.0.0.0/8], to_namespaces: [b], "
     "ports: [80], reason: r}]}",
     "Plaintext into a foreign namespace", "allow_plaintext[0].to_namespaces",
     "Name one of its namespaces"},
    {"PlaintextOnTunnelPort",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{cidrs: "
     "[10.0.0.0/8], selector: {app: x}, ports: [15008], reason: r}]}",
     "Plaintext on the mesh's own port", "allow_plaintext[0].ports", "Name the port of the pods"},
    {"PlaintextSelectorsOverlap",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{cidrs: "
     "[10.0.0.0/8], selector: {app: x}, ports: [80], reason: r}, {cidrs: [10.0.0.0/8], selector: "
     "{tier: web}, ports: [81], reason: r}]}",
     "Plaintext selectors may overlap", "allow_plaintext[1].selector", "Use the same selector"},
    {"RateLimitInAmbient",
     "{name: t, namespaces: {a: {dataplane_mode: ambient}}, rate_limit: {requests: 10}}",
     "Rate limit cannot be kept", "rate_limit", "Give the namespace a waypoint"},
    {"RateLimitAtWaypointUnaccepted",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, waypoint: {}}}, rate_limit: {requests: "
     "10}}",
     "Rate limit cannot be kept", "rate_limit", "rate_limit.alpha = true"},
    {"RateLimitOutsideMesh", "{name: t, namespaces: {a: {}}, rate_limit: {requests: 10}}",
     "Rate limit cannot be kept", "rate_limit", "Limit them at the gateway"},
    {"RateLimitElsewhere",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar}}, rate_limit: {requests: 10, namespaces: "
     "[b]}}",
     "Rate limit in a foreign namespace", "rate_limit.namespaces", "Name one of its namespaces"},
    {"RateLimitTooFast",
     "{name: t, namespaces: {a: {dataplane_mode: sidecar}}, rate_limit: {requests: 10, interval: "
     "10ms}}",
     "Invalid interval", "rate_limit.interval", "50ms"},
    {"GuardAgainstOwnRateLimit",
     "{name: t, guard: true, namespaces: {a: {dataplane_mode: sidecar}}, rate_limit: {requests: "
     "10}}",
     "Guard would refuse the rate limit", "guard_exempt", "guard_exempt"},
    {"Quantity", "{name: t, namespaces: {a: {}}, quota: {cpu: many}}", "Invalid quota",
     "quota[\"cpu\"]", "500m"},
    {"Hostname", "{name: t, namespaces: {a: {}}, hostnames: ['*']}", "Invalid hostnames",
     "hostnames[0]", "api.example.com"},
    {"TopicPrefix", "{name: t, namespaces: {a: {}}, topic_prefix: 'a b'}", "Invalid topic_prefix",
     "topic_prefix", "letters"},
    {"IstioVersion", "{name: t, namespaces: {a: {}}}", "Unreadable istio_version", "",
     "major.minor", "{istio_version: latest}"},
    {"AmbientTooOld", "{name: t, namespaces: {a: {dataplane_mode: ambient}}}",
     "Ambient needs Istio 1.22 or later", "namespaces[\"a\"].dataplane_mode", "upgrade Istio",
     "{istio_version: 1.20.2}"},
    {"NoTrustDomain", "{name: t, namespaces: {a: {}}}", "No trust domain", "", "Name at least one",
     "{trust_domains: []}"},
    {"WideTrustDomain", "{name: t, namespaces: {a: {}}}", "Invalid trust domain", "", "plain name",
     "{trust_domains: ['*']}"},
    {"ProbeSource", "{name: t, namespaces: {a: {}}}", "Invalid probe_sources", "", "203.0.113.7/32",
     "{probe_sources: [node]}"},
    {"DiscoveryLabelContradicted",
     "{name: t, namespaces: {a: {dataplane_mode: ambient, labels: {mesh: 'off'}}}}",
     "Contradicting label mesh", "namespaces[\"a\"].labels[\"mesh\"]", "discovery_labels",
     "{discovery_labels: {mesh: 'on'}}"},
};

INSTANTIATE_TEST_SUITE_P(All, RefusedTenant, ::testing::ValuesIn(kRefused),
                         [](const auto& test) { return std::string(test.param.what); });

TEST(AcceptedTenant, OverlapElsewhereAndEqualLabelsAreFine) {
  for (const char* config : {
           "{name: t, namespaces: {a: {dataplane_mode: sidecar, labels: {istio-injection: "
           "enabled}}}}",
           "{name: t, isolation: namespace, namespaces: {a: {dataplane_mode: ambient}, b: {}}}",
           "{name: t, isolation: none, guard: true, egress: restricted, namespaces: {a: "
           "{dataplane_mode: ambient}, b: {}}}",
           "{name: t, namespaces: {a: {dataplane_mode: ambient, waypoint: {namespace: b}}, b: "
           "{dataplane_mode: ambient, waypoint: {}}}}",
           "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{cidrs: "
           "[10.0.0.0/8], selector: {app: x}, ports: [80], reason: r}, {cidrs: [10.0.0.0/8], "
           "selector: {app: z, tier: web}, ports: [81], reason: r}]}",
       }) {
    const Diagnostics found = testing::Judge(TenantResource(), testing::Yaml(config));
    EXPECT_TRUE(found.empty()) << config << "\n" << testing::AllDetails(found);
  }
}

TEST(AcceptedTenant, UnknownPartsAreJudgedLater) {
  Value config = testing::Yaml("{name: t, namespaces: {a: {dataplane_mode: ambient}}}");
  const ResourceDefinition tenant = TenantResource();
  for (const Field& field : tenant.fields) {
    Value with = config;
    with.Set(field.name, Value::Unknown());
    const Diagnostics found = testing::Judge(tenant, with);
    EXPECT_TRUE(found.empty()) << field.name << "\n" << testing::AllDetails(found);
  }
}

}  // namespace
}  // namespace mesh
