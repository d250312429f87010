#include <algorithm>

#include "core/kinds/kind.h"
#include "core/resources/tenant/tenant_fixture.h"

namespace mesh {
namespace {

/// A combination of modes, isolation and options, and what it renders.
struct Combination {
  std::string name;
  Value config;
  Settings settings;
  Desired desired;
};

constexpr const char* kModes[] = {"sidecar", "ambient", "waypoint", "none"};
constexpr const char* kIsolations[] = {"tenant", "namespace", "none"};
constexpr const char* kOptions[] = {
    "gateways: [{namespace: edge, service_account: gw}]",
    "allow_from: [{namespaces: [friend], ports: [{port: 8080, service_port: 80}, {port: 8081}]}, "
    "{service_accounts: [friend/admin], ports: [{port: 9090}]}, {namespaces: [ally]}]",
    "scrapers: [{namespace: mon, service_account: prom, ports: [9100]}]",
    "egress: restricted, allow_to: [{namespaces: [shared], ports: [6379]}, {cidrs: [0.0.0.0/0], "
    "ports: [443]}]",
    "guard: true, hostnames: [api.example.com]",
    "quota: {pods: '5'}, limit_range: {default: {cpu: '1'}}",
};

std::string NamespaceYaml(const std::string& mode) {
  return mode == "waypoint" ? "{dataplane_mode: ambient, waypoint: {name: wp}}"
                            : "{dataplane_mode: " + mode + "}";
}

/// Plaintext from the API server to a meshed namespace, and from a namespace outside the mesh.
std::string Doors(const std::string& a, const std::string& b, const std::string& isolation) {
  std::string out;
  if (a != "none" || b != "none") {
    out = "{cidrs: [10.0.0.0/28], selector: {app: hook}, ports: [8443], reason: webhook}";
  }
  if ((a == "none") != (b == "none") && isolation == "tenant") {
    out += std::string(", {namespaces: [ns-") + (a == "none" ? "a" : "b") +
           "], selector: {app: api}, ports: [8080], reason: outside}";
  }
  return "allow_plaintext: [" + out + "]";
}

std::vector<Combination> AllCombinations() {
  std::vector<Combination> out;
  const Settings one = Settings::Default();
  const Settings two = SettingsFrom(
      "{trust_domains: [one.example, two.example], dns_cidrs: [169.254.20.10/32], "
      "discovery_labels: {mesh: 'on'}}");
  for (const std::string a : kModes) {
    for (const std::string b : kModes) {
      for (const std::string isolation : kIsolations) {
        for (unsigned mask = 0; mask < (1u << std::size(kOptions)); ++mask) {
          std::string yaml = "{name: t, client: c, isolation: " + isolation +
                             ", namespaces: {ns-a: " + NamespaceYaml(a) +
                             ", ns-b: " + NamespaceYaml(b) + "}, " + Doors(a, b, isolation);
          for (unsigned i = 0; i < std::size(kOptions); ++i) {
            if (mask >> i & 1) yaml += std::string(", ") + kOptions[i];
          }
          const Settings& settings = mask % 3 == 0 ? two : one;
          const Value config = testing::Yaml(yaml + "}");
          out.push_back({yaml, config, settings, RenderConfig(config, settings)});
        }
      }
    }
  }
  return out;
}

const std::vector<Combination>& Combinations() {
  static const std::vector<Combination> all = AllCombinations();
  return all;
}

void ForEachPolicy(const char* kind, const auto& check) {
  for (const Combination& c : Combinations()) {
    for (const DesiredObject& object : c.desired.objects) {
      if (object.content.Get("kind").StringOr("") != kind) continue;
      SCOPED_TRACE(c.name);
      check(object);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

bool OneOf(const std::string& field, std::initializer_list<const char*> names) {
  return std::ranges::any_of(names, [&](const char* n) { return field == n; });
}

/// What ztunnel cannot judge it drops, and a DENY clause that loses everything denies nobody.
TEST(EveryCombination, FencesDenyByConnectionAndNeverEmpty) {
  int rules = 0;
  ForEachPolicy("AuthorizationPolicy", [&](const DesiredObject& policy) {
    const Value& spec = policy.content.Get("spec");
    EXPECT_EQ(spec.Get("action"), Value("DENY"));
    EXPECT_TRUE(policy.closed);
    EXPECT_EQ(policy.content.At({"metadata", "annotations", "istio.io/dry-run"}), Value("false"));
    ASSERT_FALSE(spec.Get("rules").as_list().empty());
    for (const Value& rule : spec.Get("rules").as_list()) {
      ++rules;
      EXPECT_FALSE(rule.Has("when"));
      ASSERT_TRUE(rule.Has("from"));
      for (const Value& from : rule.Get("from").as_list()) {
        ASSERT_FALSE(from.Get("source").as_map().empty());
        for (const auto& [field, values] : from.Get("source").as_map()) {
          EXPECT_TRUE(OneOf(field, {"principals", "notPrincipals", "notNamespaces", "notIpBlocks"}))
              << field;
          EXPECT_FALSE(values.as_list().empty());
        }
      }
      if (!rule.Has("to")) continue;
      for (const Value& to : rule.Get("to").as_list()) {
        ASSERT_FALSE(to.Get("operation").as_map().empty());
        for (const auto& [field, values] : to.Get("operation").as_map()) {
          EXPECT_TRUE(OneOf(field, {"ports", "notPorts"})) << field;
          EXPECT_FALSE(values.as_list().empty());
        }
      }
    }
  });
  EXPECT_GT(rules, 1000);
}

/// A rule without peers, or a peer without a namespace, would let in everybody.
TEST(EveryCombination, NetworkPoliciesNameEveryPeer) {
  int peers = 0;
  ForEachPolicy("NetworkPolicy", [&](const DesiredObject& policy) {
    EXPECT_TRUE(policy.closed);
    for (const auto& [side, direction] : {std::pair("ingress", "from"), {"egress", "to"}}) {
      const Value& list = policy.content.At({"spec", side});
      if (list.is_null()) continue;
      for (const Value& rule : list.as_list()) {
        ASSERT_TRUE(rule.Get(direction).is_list());
        EXPECT_FALSE(rule.Get(direction).as_list().empty());
        if (rule.Has("ports")) {
          EXPECT_FALSE(rule.Get("ports").as_list().empty());
        }
        for (const Value& peer : rule.Get(direction).as_list()) {
          ++peers;
          EXPECT_TRUE(peer.Has("ipBlock") ||
                      peer.At({"namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"})
                          .is_string());
        }
      }
    }
  });
  EXPECT_GT(peers, 1000);
}

TEST(EveryCombination, EachNamespaceHasThePoliciesOfItsMode) {
  for (const Combination& c : Combinations()) {
    SCOPED_TRACE(c.name);
    const bool fenced = c.config.Get("isolation").as_string() != "none";
    for (const auto& [name, spec] : c.config.Get("namespaces").as_map()) {
      const std::string mode = spec.Get("dataplane_mode").as_string();
      const auto has = [&](const char* kind, const char* object) {
        return Find(c.desired, kind, name, object) != nullptr;
      };
      const bool meshed = fenced && mode != "none";
      const bool waypoint = spec.Has("waypoint");
      EXPECT_EQ(has("PeerAuthentication", "mesh-tenant-strict"), meshed);
      EXPECT_EQ(has("AuthorizationPolicy", "mesh-tenant-fence"), meshed);
      EXPECT_EQ(has("AuthorizationPolicy", "mesh-tenant-waypoint-fence"), meshed && waypoint);
      EXPECT_EQ(has("NetworkPolicy", "mesh-tenant-ingress"), fenced);
      EXPECT_EQ(has("NetworkPolicy", "mesh-tenant-egress"), fenced && c.config.Has("egress"));
      EXPECT_EQ(has("Sidecar", "mesh-tenant-sidecar"), fenced && mode == "sidecar");
      EXPECT_EQ(has("ResourceQuota", "mesh-tenant-quota"), c.config.Has("quota"));
      EXPECT_EQ(has("LimitRange", "mesh-tenant-limits"), c.config.Has("quota"));
      EXPECT_EQ(has("Gateway", "wp"), waypoint);
      const DesiredObject* guard =
          Find(c.desired, "ValidatingAdmissionPolicy", "", "mesh-tenant-guard-" + name);
      EXPECT_EQ(guard != nullptr, fenced && c.config.Has("guard"));
      if (guard != nullptr) {
        EXPECT_EQ(guard->content.At({"metadata", "labels", "mesh.meshgen.io/namespace"}),
                  Value(name));
        EXPECT_TRUE(guard->closed);
      }
    }
    if (HasFailure()) return;
  }
}

TEST(EveryCombination, ObjectsHaveValidDistinctNamesAndOurLabel) {
  for (const Combination& c : Combinations()) {
    SCOPED_TRACE(c.name);
    ASSERT_TRUE(c.desired.complete);
    std::set<ObjectKey> keys;
    for (const DesiredObject& object : c.desired.objects) {
      const auto key = KeyOf(object.content);
      ASSERT_TRUE(key);
      EXPECT_EQ(WrongName(*key), "");
      EXPECT_TRUE(keys.insert(*key).second) << key->ToString();
      EXPECT_FALSE(object.content.HasUnknown());
      if (key->kind != "Namespace") {
        EXPECT_EQ(object.content.At({"metadata", "labels", "app.kubernetes.io/managed-by"}),
                  Value("mesh"));
      }
    }
    if (HasFailure()) return;
  }
}

/// In each namespace one PeerAuthentication speaks for all pods: of two the older would win.
TEST(EveryCombination, OnePeerAuthenticationPerSelector) {
  for (const Combination& c : Combinations()) {
    SCOPED_TRACE(c.name);
    std::set<std::pair<std::string, std::string>> seen;
    for (const DesiredObject& object : c.desired.objects) {
      if (object.content.Get("kind").StringOr("") != "PeerAuthentication") continue;
      const std::string pods = WriteYaml(object.content.At({"spec", "selector"}));
      EXPECT_TRUE(
          seen.insert({object.content.At({"metadata", "namespace"}).as_string(), pods}).second);
    }
    if (HasFailure()) return;
  }
}

/// Importing recovers a configuration that means the same objects.
TEST(EveryCombination, ReadBackRendersTheSameObjects) {
  for (const Combination& c : Combinations()) {
    SCOPED_TRACE(c.name);
    Value recovered = TenantResource().read_back(Contents(c.desired));
    recovered.Set("name", "t");
    ASSERT_EQ(testing::ObjectsAsYaml(RenderConfig(recovered, c.settings)),
              testing::ObjectsAsYaml(c.desired))
        << WriteYaml(recovered);
  }
}

}  // namespace
}  // namespace mesh
