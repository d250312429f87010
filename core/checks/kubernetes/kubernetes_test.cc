#include "core/checks/kubernetes/kubernetes.h"

#include "core/checks/check_testing.h"

namespace mesh {
namespace {

using testing::CheckCase;

constexpr const char* kPolicy = "apiVersion: networking.k8s.io/v1, kind: NetworkPolicy";
constexpr const char* kQuota = "apiVersion: v1, kind: ResourceQuota";
constexpr const char* kLimits = "apiVersion: v1, kind: LimitRange";

TEST(KubernetesTest, EveryRuleIsBroken) {
  const CheckCase cases[] = {
      {"MSH6001", kPolicy, "status: {}"},
      {"MSH6001", kPolicy, "status: null"},
      {"MSH6001", kLimits, "status: {}"},
      {"MSH6002", kPolicy, "spec: {ingress: [{ports: [{port: 80.0}]}]}"},
      {"MSH6002", kPolicy, "spec: {ingress: [{ports: [{port: 80, endPort: 9e1}]}]}"},
      {"MSH6008", kPolicy, "spec: {policyTypes: [null]}"},
      {"MSH6008", kQuota, "spec: {scopes: [null]}"},
      {"MSH6008", kLimits, "spec: {limits: [null]}"},
      {"MSH6011", kPolicy, "spec: {podSelector: {matchLabels: {a b: c}}}"},
      {"MSH6011", kPolicy,
       "spec: {podSelector: {matchExpressions: [{key: a/b/c, operator: Exists}]}}"},
      {"MSH6012", kPolicy, "spec: {podSelector: {matchLabels: {a: b c}}}"},
      {"MSH6012", kPolicy, "spec: {egress: [{to: [{podSelector: {matchLabels: {a: '*'}}}]}]}"},
      {"MSH6013", kPolicy, "spec: {podSelector: {matchExpressions: [{key: a, operator: In}]}}"},
      {"MSH6014", kPolicy,
       "spec: {podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}"},
      {"MSH6021", kPolicy, "spec: {ingress: [{from: [{}]}]}"},
      {"MSH6021", kPolicy, "spec: {egress: [{to: [{podSelector: null}]}]}"},
      {"MSH6022", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.1}}]}]}"},
      {"MSH6022", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: ''}}]}]}"},
      {"MSH6023", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: 010.0.0.0/8}}]}]}"},
      {"MSH6023", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/08}}]}]}"},
      {"MSH6024", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: '::ffff:10.0.0.0/104'}}]}]}"},
      {"MSH6025", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}"},
      {"MSH6026", kPolicy,
       "spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}"},
      {"MSH6026", kPolicy,
       "spec: {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}"},
      {"MSH6027", kPolicy, "spec: {ingress: [{ports: [{port: 0}]}]}"},
      {"MSH6027", kPolicy, "spec: {egress: [{ports: [{port: 65536}]}]}"},
      {"MSH6028", kPolicy, "spec: {ingress: [{ports: [{port: '80'}]}]}"},
      {"MSH6029", kPolicy, "spec: {ingress: [{ports: [{endPort: 90}]}]}"},
      {"MSH6029", kPolicy, "spec: {ingress: [{ports: [{port: http, endPort: 90}]}]}"},
      {"MSH6030", kPolicy, "spec: {ingress: [{ports: [{port: 90, endPort: 80}]}]}"},
      {"MSH6041", kQuota, "spec: {hard: {gpu: 1}}"},
      {"MSH6041", kLimits, "spec: {limits: [{type: Container, max: {a b: 1}}]}"},
      {"MSH6042", kQuota, "spec: {hard: {storage: 1}}"},
      {"MSH6042", kLimits, "spec: {limits: [{type: Container, max: {storage: 1}}]}"},
      {"MSH6043", kQuota, "spec: {hard: {cpu: -1}}"},
      {"MSH6044", kQuota, "spec: {hard: {pods: 500m}}"},
      {"MSH6044", kQuota, "spec: {hard: {example.com/gpu: '1.5'}}"},
      {"MSH6045", kQuota, "spec: {hard: {cpu: 1}, scopes: [BestEffort]}"},
      {"MSH6045", kQuota,
       "spec: {hard: {pods: 1}, scopeSelector: {matchExpressions: [{scopeName: "
       "VolumeAttributesClass, operator: Exists}]}}"},
      {"MSH6046", kQuota, "spec: {scopes: [BestEffort, NotBestEffort]}"},
      {"MSH6047", kQuota,
       "spec: {scopeSelector: {matchExpressions: [{scopeName: BestEffort, operator: "
       "DoesNotExist}]}}"},
      {"MSH6013", kQuota,
       "spec: {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}}"},
      {"MSH6014", kQuota,
       "spec: {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists, "
       "values: [a]}]}}"},
      {"MSH6051", kLimits,
       "spec: {limits: [{type: example.com/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}]}"},
      {"MSH6052", kLimits, "spec: {limits: [{type: Pod}, {type: Pod}]}"},
      {"MSH6053", kLimits, "spec: {limits: [{type: Pod, default: {cpu: 1}}]}"},
      {"MSH6054", kLimits, "spec: {limits: [{type: PersistentVolumeClaim, max: {cpu: 1}}]}"},
      {"MSH6055", kLimits, "spec: {limits: [{type: Pod, min: {cpu: 2}, max: {cpu: 1}}]}"},
      {"MSH6055", kLimits, "spec: {limits: [{type: Container, max: {cpu: 1}, default: {cpu: 2}}]}"},
      {"MSH6055", kLimits,
       "spec: {limits: [{type: Container, max: {cpu: 1}, defaultRequest: {cpu: 2}}]}"},
      {"MSH6056", kLimits, "spec: {limits: [{type: Pod, maxLimitRequestRatio: {cpu: 999m}}]}"},
      {"MSH6057", kLimits,
       "spec: {limits: [{type: Pod, min: {cpu: 100m}, max: {cpu: 1}, maxLimitRequestRatio: {cpu: "
       "10.5}}]}"},
      {"MSH6058", kLimits,
       "spec: {limits: [{type: Container, default: {example.com/gpu: 2}, defaultRequest: "
       "{example.com/gpu: 1}}]}"},
      {"MSH6101", kPolicy,
       "spec: {ingress: [{from: [{namespaceSelector: {matchLabels: {name: a}}}]}]}"},
      {"MSH6102", kPolicy,
       "spec: {ingress: [{from: [{namespaceSelector: {matchLabels: {a: b}}}, {podSelector: "
       "{matchLabels: {a: b}}}]}]}"},
      {"MSH6103", kPolicy, "spec: {ingress: [{}]}"},
      {"MSH6105", kPolicy,
       "spec: {podSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: NotIn, "
       "values: [b]}]}}"},
      {"MSH6106", kPolicy, "spec: {policyTypes: [Egress], ingress: [{ports: [{port: 80}]}]}"},
      {"MSH6107", kPolicy,
       "spec: {egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "
       "istio-system}}}], ports: [{port: 15001}]}]}"},
      {"MSH6109", kPolicy, "spec: {ingress: [{from: [{ipBlock: {cidr: '2001:DB8::/32'}}]}]}"},
      {"MSH6103", kPolicy, "spec: {ingress: [null]}"},
      {"MSH6111", kPolicy, "spec: {ingress: [{ports: [null]}]}"},
      {"MSH6110", kQuota, "spec: {hard: {cpu: 4, limits.cpu: 2}}"},
  };
  std::vector<Rule> rules;
  for (const Rule& rule : KubernetesRules()) {
    // Those of metadata have a test of their own, where names matter.
    const bool elsewhere = (rule.code >= "MSH6003" && rule.code <= "MSH6007") ||
                           rule.code == "MSH6104" || rule.code == "MSH6108";
    if (!elsewhere) rules.push_back(rule);
  }
  testing::ExpectFindings(cases, rules);
}

TEST(KubernetesTest, NearMissesPass) {
  const CheckCase cases[] = {
      {"MSH6103", kPolicy, "spec: {}"},
      {"MSH6103", kPolicy, "spec: {podSelector: {}, policyTypes: [Ingress, Egress]}"},
      {"MSH6109", kPolicy,
       "spec: {ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}"},
      {"MSH6102", kPolicy,
       "spec: {ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}]}]}"},
      {"MSH6106", kPolicy, "spec: {egress: [{ports: [{port: 1, endPort: 65535}]}]}"},
      {"MSH6101", kPolicy,
       "spec: {ingress: [{from: [{podSelector: {matchLabels: {name: a}}}], ports: [{port: "
       "a-1}]}]}"},
      {"MSH6107", kPolicy,
       "spec: {egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "
       "istio-system}}}], ports: [{port: 15012}]}]}"},
      {"MSH6110", kQuota, "spec: {hard: {cpu: 2000m, limits.cpu: 2}}"},
      {"MSH6110", kQuota, "spec: {hard: {pods: 1000m, hugepages-2Mi: 1Gi, count/a.b: 1}}"},
      {"MSH6110", kQuota, "spec: {hard: {pods: 1, example.com/gpu: 1}, scopes: [BestEffort]}"},
      {"MSH6110", kLimits,
       "spec: {limits: [{type: Container, min: {memory: 1Ki}, max: {memory: 1024}}, {type: "
       "PersistentVolumeClaim, min: {storage: 1}}]}"},
      {"MSH6110", kLimits,
       "spec: {limits: [{type: Pod, min: {cpu: 100m}, max: {cpu: 1}, maxLimitRequestRatio: {cpu: "
       "10}}]}"},
  };
  testing::ExpectNoFindings(cases);
}

TEST(KubernetesTest, LabelsAndAnnotations) {
  const auto errors = [](const std::string& metadata) {
    return testing::CodesOf(
        "{" + std::string(kPolicy) + ", metadata: {name: a, namespace: b, " + metadata + "}}",
        Severity::kError);
  };
  using Codes = std::set<std::string>;
  EXPECT_EQ(errors("labels: {a b: c}"), Codes{"MSH6003"});
  EXPECT_EQ(errors("labels: {Example.com/a: c}"), Codes{"MSH6003"});
  EXPECT_EQ(errors("annotations: {a/b/c: d}"), Codes{"MSH6003"});
  EXPECT_EQ(errors("labels: {a: b c}"), Codes{"MSH6004"});
  EXPECT_EQ(errors("label: {a: b}"), Codes{"MSH6007"});
  EXPECT_EQ(errors("labels: {a: 1}"), Codes{"MSH6005"});
  EXPECT_EQ(errors("annotations: [a]"), Codes{"MSH6005"});
  EXPECT_EQ(errors("annotations: {a: " + std::string(262144, 'x') + "}"), Codes{"MSH6006"});
  EXPECT_EQ(errors("annotations: {a: " + std::string(262143, 'x') + "}"), Codes{});
  EXPECT_EQ(errors("labels: {example.com/a: b}, annotations: {Example.com/a: any text}"), Codes{});
}

TEST(KubernetesTest, ObjectsWithoutAName) {
  const std::string head = "{" + std::string(kPolicy);
  EXPECT_EQ(testing::CodesOf(head + "}", Severity::kError), std::set<std::string>{"MSH1021"});
  EXPECT_EQ(testing::CodesOf("{apiVersion: a/v1, kind: NetworkPolicy}", Severity::kError),
            std::set<std::string>{});
}

TEST(KubernetesTest, NamesOfPolicies) {
  const auto warnings = [](const std::string& name, const std::string& name_space,
                           const std::string& spec) {
    return testing::CodesOf("{" + std::string(kPolicy) + ", metadata: {name: " + name +
                                ", namespace: " + name_space + "}, spec: " + spec + "}",
                            Severity::kWarning);
  };
  const std::string rule = "{ingress: [{from: [{podSelector: {}}]}]}";
  EXPECT_TRUE(warnings("deny-others", "shop", rule).contains("MSH6104"));
  EXPECT_FALSE(warnings("deny-others", "shop", "{podSelector: {}}").contains("MSH6104"));
  EXPECT_FALSE(warnings("allow-others", "shop", rule).contains("MSH6104"));
  EXPECT_TRUE(warnings("a", "istio-system", rule).contains("MSH6108"));
  EXPECT_FALSE(warnings("a", "shop", rule).contains("MSH6108"));
  EXPECT_FALSE(
      warnings("a", "istio-system", "{ingress: [{ports: [{port: 15017}]}]}").contains("MSH6108"));
  EXPECT_TRUE(
      warnings("a", "istio-system", "{ingress: [{ports: [{port: 15012}]}]}").contains("MSH6108"));
}

}  // namespace
}  // namespace mesh
