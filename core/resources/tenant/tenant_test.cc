#include "core/resources/tenant/tenant_fixture.h"

namespace mesh {
namespace {

using ::testing::HasSubstr;

constexpr const char* kPlain =
    "{name: t, client: c, namespaces: {a: {dataplane_mode: ambient}, b: {dataplane_mode: "
    "sidecar}}, "
    "gateways: [{namespace: edge, service_account: gw}]}";

Value Rules(const Desired& desired, const char* name_space) {
  const DesiredObject* fence =
      Find(desired, "AuthorizationPolicy", name_space, "mesh-tenant-fence");
  return fence == nullptr ? Value() : fence->content.At({"spec", "rules"});
}

Value With(const char* yaml, const char* field, Value value) {
  Value config = testing::Yaml(yaml);
  config.Set(field, std::move(value));
  return config;
}

TEST(Tenant, UnknownNamespacesPromiseNothing) {
  for (const char* field : {"namespaces", "isolation", "egress", "guard", "quota"}) {
    const Desired desired = RenderConfig(With(kPlain, field, Value::Unknown()));
    EXPECT_FALSE(desired.complete) << field;
  }
}

TEST(Tenant, UnknownCallersAreUnknownInTheFenceAlone) {
  const Desired desired = RenderConfig(With(kPlain, "allow_from", Value::Unknown()));
  ASSERT_TRUE(desired.complete);
  std::set<std::string> unknown;
  for (const DesiredObject& object : desired.objects) {
    if (object.content.HasUnknown()) unknown.insert(object.content.Get("kind").as_string());
  }
  EXPECT_EQ(unknown, (std::set<std::string>{"AuthorizationPolicy", "NetworkPolicy"}));
  EXPECT_TRUE(Rules(desired, "a").is_unknown());
}

TEST(Tenant, AnUnknownPartOfAGatewayIsNoCrashAndNoGuess) {
  const Desired desired = RenderConfig(
      With(kPlain, "gateways",
           Value::List{Value::Map{{"namespace", "edge"}, {"service_account", Value::Unknown()}}}));
  EXPECT_TRUE(Rules(desired, "a").is_unknown());
}

TEST(Tenant, UnknownLabelsAreUnknownInTheirNamespaceAlone) {
  Value config = testing::Yaml(kPlain);
  config.as_map()["namespaces"].as_map()["a"].Set("labels", Value::Map{{"team", Value::Unknown()}});
  for (const DesiredObject& object : RenderConfig(config).objects) {
    const bool own = object.content.Get("kind").as_string() == "Namespace" &&
                     object.content.At({"metadata", "name"}).as_string() == "a";
    EXPECT_EQ(object.content.HasUnknown(), own) << WriteYaml(object.content.Get("metadata"));
  }
}

TEST(Tenant, SeveralTrustDomainsNamePrincipalsInEach) {
  const Settings two = SettingsFrom("{trust_domains: [new.example, old.example]}");
  const Value source = Rules(RenderTenant(kPlain, two), "a")
                           .as_list()
                           .at(0)
                           .Get("from")
                           .as_list()
                           .at(0)
                           .Get("source");
  EXPECT_EQ(source, testing::Yaml("notPrincipals: [new.example/ns/a/sa/*, new.example/ns/b/sa/*, "
                                  "new.example/ns/edge/sa/gw, old.example/ns/a/sa/*, "
                                  "old.example/ns/b/sa/*, old.example/ns/edge/sa/gw]"));
}

TEST(Tenant, OldIstioGetsTheVersionThatItServes) {
  const char* sidecar = "{name: t, namespaces: {a: {dataplane_mode: sidecar}}}";
  for (const auto& [version, expected] : {std::pair("1.21.3", "v1beta1"), {"1.22", "v1"}}) {
    const Desired desired =
        RenderTenant(sidecar, SettingsFrom(std::string("{istio_version: '") + version + "'}"));
    for (const char* kind : {"PeerAuthentication", "AuthorizationPolicy", "Sidecar"}) {
      for (const DesiredObject& object : desired.objects) {
        if (object.content.Get("kind").as_string() != kind) continue;
        EXPECT_TRUE(
            object.content.Get("apiVersion").as_string().ends_with(std::string("/") + expected))
            << version << " " << kind;
      }
    }
  }
}

TEST(Tenant, DiscoveryLabelsGoOnMeshedNamespacesOnly) {
  const Desired desired = RenderTenant(
      "{name: t, isolation: namespace, namespaces: {a: {dataplane_mode: ambient}, b: {}}}",
      SettingsFrom("{discovery_labels: {mesh: 'on'}}"));
  EXPECT_EQ(Find(desired, "Namespace", "", "a")->content.At({"metadata", "labels", "mesh"}),
            Value("on"));
  EXPECT_FALSE(Find(desired, "Namespace", "", "b")->content.Get("metadata").Has("labels"));
}

TEST(Tenant, TwoClientsWithATenantOfOneNameStayApart) {
  const auto fence = [](const char* yaml, const char* name_space) {
    return Rules(RenderTenant(yaml), name_space)
        .as_list()
        .at(0)
        .Get("from")
        .as_list()
        .at(0)
        .At({"source", "notNamespaces"});
  };
  const char* acme =
      "{name: acme.prod, client: acme, tenant: prod, namespaces: {acme-a: {dataplane_mode: "
      "ambient}}}";
  const char* umbrella =
      "{name: umbrella.prod, client: umbrella, tenant: prod, namespaces: {umbrella-a: "
      "{dataplane_mode: ambient}}}";
  EXPECT_EQ(fence(acme, "acme-a"), Value(Value::List{"acme-a"}));
  EXPECT_EQ(fence(umbrella, "umbrella-a"), Value(Value::List{"umbrella-a"}));
}

std::set<std::string> Claims(const std::string& yaml) {
  std::set<std::string> out;
  for (const Claim& claim : TenantResource().claims(testing::Yaml(yaml))) {
    out.insert(claim.path.ToString() + ": " + claim.what + " " + claim.key);
  }
  return out;
}

TEST(Tenant, ClaimsWhatBelongsToOneTenant) {
  EXPECT_EQ(
      Claims("{name: t, namespaces: {a: {dataplane_mode: ambient}, b: {}}, hostnames: "
             "[a.example.com, '*.b.example.com', a.example.com], topic_prefix: t.}"),
      (std::set<std::string>{
          "name: tenant t", "namespaces[\"a\"]: namespace a", "namespaces[\"b\"]: namespace b",
          "namespaces[\"a\"]: namespace-wide PeerAuthentication of namespace a",
          "namespaces[\"a\"]: gateways of namespace a",
          "hostnames[0]: hostname pattern a.example.com",
          "hostnames[1]: hostname pattern *.b.example.com", "topic_prefix: topic prefix t."}));
  EXPECT_TRUE(TenantResource()
                  .claims(Value::Map{{"name", Value::Unknown()}, {"namespaces", Value::Unknown()}})
                  .empty());
}

std::string Warning(const std::string& yaml, const std::string& summary) {
  return DetailOf(RenderTenant(yaml).diagnostics, summary);
}

TEST(Tenant, SaysLoudlyThatThereIsNoIsolation) {
  const std::string text = Warning(
      "{name: t, isolation: none, egress: restricted, namespaces: {a: {dataplane_mode: ambient}}, "
      "allow_from: [{namespaces: [x]}]}",
      "TENANT WITHOUT ISOLATION");
  EXPECT_THAT(text, HasSubstr("every pod of the cluster"));
  EXPECT_THAT(text, HasSubstr("allow_from, egress"));
}

TEST(Tenant, SaysWhatHoldsOutsideTheMesh) {
  const std::string text = Warning(
      "{name: t, namespaces: {a: {}}, gateways: [{namespace: edge, service_account: gw}], "
      "allow_from: [{service_accounts: [x/admin]}]}",
      "Isolated by NetworkPolicy alone");
  EXPECT_THAT(text, HasSubstr("in a:"));
  EXPECT_THAT(text, HasSubstr("x/admin"));
  EXPECT_THAT(text, HasSubstr("pod_labels"));
}

TEST(Tenant, SaysWhoMustNotHoldWhichRightsWithoutGuard) {
  EXPECT_THAT(Warning(kPlain, "Fence without guard"), HasSubstr("VirtualService"));
  EXPECT_EQ(Warning("{name: t, guard: true, namespaces: {a: {dataplane_mode: ambient}}}",
                    "Fence without guard"),
            "");
}

TEST(Tenant, SaysWherePlaintextGetsIn) {
  const std::string text = Warning(
      "{name: t, namespaces: {a: {dataplane_mode: ambient}}, allow_plaintext: [{cidrs: "
      "[10.0.0.0/28], selector: {app: x}, ports: [8443], reason: webhooks}]}",
      "Identity no longer guards a port");
  EXPECT_THAT(text, HasSubstr("10.0.0.0/28"));
  EXPECT_THAT(text, HasSubstr("8443"));
  EXPECT_THAT(text, HasSubstr("webhooks"));
}

Diagnostics Step(const std::string& prior, const std::string& planned) {
  return TenantResource().transition(testing::Yaml("{name: t, " + prior + "}"),
                                     testing::Yaml("{name: t, " + planned + "}"));
}
std::string ModeStep(const std::string& from, const std::string& to) {
  return DetailOf(Step("namespaces: {a: {dataplane_mode: " + from + "}}",
                       "namespaces: {a: {dataplane_mode: " + to + "}}"),
                  "Running pods and dataplane_mode");
}

TEST(Tenant, AModeSwitchSaysWhatRestartsAndWhatHoldsMeanwhile) {
  const std::string restart =
      "restart: kubectl rollout restart deployment,statefulset,daemonset -n a";
  for (const auto& [from, to] : {std::pair("ambient", "sidecar"),
                                 {"sidecar", "ambient"},
                                 {"none", "sidecar"},
                                 {"sidecar", "none"}}) {
    EXPECT_THAT(ModeStep(from, to), HasSubstr(restart)) << from << " to " << to;
    EXPECT_THAT(ModeStep(from, to), HasSubstr("pods created before keep"));
    EXPECT_THAT(ModeStep(from, to), HasSubstr("NetworkPolicy alone is sure to hold"));
    EXPECT_THAT(ModeStep(from, to), HasSubstr("HTTP fields"));
  }
  for (const auto& [from, to] : {std::pair("ambient", "none"), {"none", "ambient"}}) {
    EXPECT_THAT(ModeStep(from, to), HasSubstr("without a restart")) << from << " to " << to;
  }
  EXPECT_EQ(ModeStep("ambient", "ambient"), "");
}

TEST(Tenant, ANewRevisionRestartsSidecarsOnly) {
  const auto step = [](const std::string& mode) {
    return DetailOf(
        Step("namespaces: {a: {dataplane_mode: " + mode + ", revision: one, waypoint: null}}",
             "namespaces: {a: {dataplane_mode: " + mode + ", revision: two, waypoint: null}}"),
        "Running pods and dataplane_mode");
  };
  EXPECT_THAT(step("sidecar"), HasSubstr("the proxy of the old revision"));
  EXPECT_EQ(step("ambient"), "");
}

TEST(Tenant, SaysWhichProtectionGoes) {
  const std::string ambient = "namespaces: {a: {dataplane_mode: ambient}}";
  EXPECT_NE(DetailOf(Step(ambient, ambient + ", isolation: none"), "Fence removed"), "");
  EXPECT_NE(DetailOf(Step(ambient + ", guard: true", ambient), "Guard removed"), "");
  const std::string waypoint = "namespaces: {a: {dataplane_mode: ambient, waypoint: {}}}";
  EXPECT_NE(DetailOf(Step(waypoint, ambient), "Waypoint removed"), "");
  EXPECT_NE(DetailOf(Step(ambient, waypoint), "Waypoint added"), "");
  EXPECT_TRUE(Step(waypoint, waypoint).empty());
}

TEST(Tenant, LabelsOfOthersThatContradictAreWatched) {
  const Desired desired = RenderTenant(
      "{name: t, namespaces: {a: {dataplane_mode: ambient, take_over_labels: true}, b: "
      "{dataplane_mode: sidecar}, c: {dataplane_mode: sidecar, revision: x}}}");
  const auto watched = [&](const char* name) {
    std::set<std::string> out;
    for (const Forbidden& f : Find(desired, "Namespace", "", name)->forbidden) {
      out.insert(f.path.at(2) + "=" + f.value.StringOr("*"));
    }
    return out;
  };
  using Set = std::set<std::string>;
  EXPECT_EQ(watched("a"), (Set{"istio-injection=enabled", "istio.io/rev=*"}));
  EXPECT_EQ(watched("b"), (Set{"istio.io/dataplane-mode=ambient", "istio.io/rev=*"}));
  EXPECT_EQ(watched("c"), (Set{"istio.io/dataplane-mode=ambient", "istio-injection=*"}));
  EXPECT_TRUE(Find(desired, "Namespace", "", "a")->take_over);
  EXPECT_FALSE(Find(desired, "Namespace", "", "b")->take_over);
}

/// Documented: every attribute says what it is in a sentence.
void ExpectDocumented(const std::vector<Field>& fields, const std::string& where) {
  for (const Field& field : fields) {
    EXPECT_GT(field.doc.size(), 20u) << where << field.name;
    EXPECT_TRUE(field.doc.ends_with('.')) << where << field.name;
    ExpectDocumented(field.fields, where + field.name + ".");
  }
}

TEST(Tenant, EveryFieldIsDocumented) { ExpectDocumented(TenantResource().fields, ""); }

}  // namespace
}  // namespace mesh
