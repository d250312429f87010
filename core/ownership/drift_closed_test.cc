// Objects whose whole spec is ours: whatever anybody adds to a fence opens it.
#include <gmock/gmock.h>

#include "core/ownership/drift.h"
#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  const char* name;
  const char* prior;
  /// Without managedFields.
  const char* live;
  /// FieldsV1 of our apply; empty: no entry.
  const char* ours;
  /// FieldsV1 of `kubectl-edit`; empty: no entry.
  const char* theirs;
  /// Paths of what is drift.
  std::vector<std::string> drifts;
};

constexpr const char* kFence = R"({"apiVersion":"security.istio.io/v1","kind":"AuthorizationPolicy",
  "metadata":{"name":"f","namespace":"shop"},
  "spec":{"action":"DENY","rules":[{"from":[{"source":{"notNamespaces":["shop"]}}]}]}})";
constexpr const char* kFenceFields = R"({"f:spec":{"f:action":{},"f:rules":{}}})";
constexpr const char* kPolicy = R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy",
  "metadata":{"name":"n","namespace":"shop"},
  "spec":{"podSelector":{},"ingress":[{"ports":[{"port":80}]}]}})";
constexpr const char* kPolicyFields = R"({"f:spec":{"f:podSelector":{},"f:ingress":{}}})";

std::vector<Case> Cases() {
  return {
      {"nothing foreign", kFence, kFence, kFenceFields, "", {}},
      {"a selector",
       kFence,
       R"({"spec":{"action":"DENY","selector":{"matchLabels":{"a":"b"}},
           "rules":[{"from":[{"source":{"notNamespaces":["shop"]}}]}]}})",
       kFenceFields,
       R"({"f:spec":{"f:selector":{"f:matchLabels":{"f:a":{}}}}})",
       {".spec.selector.matchLabels.a removed kubectl-edit"}},
      {"a selector whose record was wiped",
       kFence,
       R"({"spec":{"action":"DENY","selector":{"matchLabels":{"a":"b"}},
           "rules":[{"from":[{"source":{"notNamespaces":["shop"]}}]}]}})",
       kFenceFields,
       "",
       {".spec.selector.matchLabels.a removed"}},
      {"a selector under our name",
       kFence,
       R"({"spec":{"action":"DENY","selector":{"matchLabels":{"a":"b"}},
           "rules":[{"from":[{"source":{"notNamespaces":["shop"]}}]}]}})",
       R"({"f:spec":{"f:action":{},"f:rules":{},"f:selector":{"f:matchLabels":{"f:a":{}}}}})",
       "",
       {".spec.selector.matchLabels.a applied"}},
      {"an empty selector",
       kFence,
       R"({"spec":{"action":"DENY","selector":{},
           "rules":[{"from":[{"source":{"notNamespaces":["shop"]}}]}]}})",
       kFenceFields,
       "",
       {".spec.selector removed"}},
      {"a condition inside a rule, with a forged record",
       kFence,
       R"({"spec":{"action":"DENY","rules":[{"from":[{"source":{"notNamespaces":["shop"]}}],
           "when":[{"key":"x","values":["y"]}]}]}})",
       kFenceFields,
       "",
       {".spec.rules applied"}},
      {"the dry-run annotation",
       kFence,
       R"({"metadata":{"annotations":{"istio.io/dry-run":"true","other":"x"}},
           "spec":{"action":"DENY","rules":[{"from":[{"source":{"notNamespaces":["shop"]}}]}]}})",
       kFenceFields,
       R"({"f:metadata":{"f:annotations":{"f:istio.io/dry-run":{},"f:other":{}}}})",
       {".metadata.annotations.istio.io/dry-run removed kubectl-edit"}},
      {"defaults of a NetworkPolicy",
       kPolicy,
       R"({"spec":{"podSelector":{},"policyTypes":["Ingress"],
           "ingress":[{"ports":[{"port":80,"protocol":"TCP"}]}]}})",
       kPolicyFields,
       "",
       {}},
      {"policy types that are no default",
       kPolicy,
       R"({"spec":{"podSelector":{},"policyTypes":["Egress"],
           "ingress":[{"ports":[{"port":80,"protocol":"TCP"}]}]}})",
       kPolicyFields,
       "",
       {".spec.policyTypes removed"}},
      {"a selector that was empty",
       kPolicy,
       R"({"spec":{"podSelector":{"matchLabels":{"a":"b"}},"policyTypes":["Ingress"],
           "ingress":[{"ports":[{"port":80,"protocol":"TCP"}]}]}})",
       R"({"f:spec":{"f:ingress":{}}})",
       R"({"f:spec":{"f:podSelector":{}}})",
       {".spec.podSelector forced kubectl-edit"}},
      {"a selector that was empty, with a forged record",
       kPolicy,
       R"({"spec":{"podSelector":{"matchLabels":{"a":"b"}},"policyTypes":["Ingress"],
           "ingress":[{"ports":[{"port":80,"protocol":"TCP"}]}]}})",
       kPolicyFields,
       "",
       {".spec.podSelector.matchLabels.a applied"}},
      {"another rule",
       kPolicy,
       R"({"spec":{"podSelector":{},"policyTypes":["Ingress"],
           "ingress":[{"ports":[{"port":80,"protocol":"TCP"}]},{}]}})",
       R"({"f:spec":{"f:podSelector":{}}})",
       R"({"f:spec":{"f:ingress":{}}})",
       {".spec.ingress forced kubectl-edit"}},
      {"quantities of a quota, and one more",
       R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},
           "spec":{"hard":{"requests.cpu":"1000m"}}})",
       R"({"spec":{"hard":{"requests.cpu":"1","pods":"99"}}})",
       R"({"f:spec":{"f:hard":{"f:requests.cpu":{}}}})",
       R"({"f:spec":{"f:hard":{"f:pods":{}}}})",
       {".spec.hard.pods removed kubectl-edit"}},
      {"an admission policy's defaults",
       R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy",
           "metadata":{"name":"g"},"spec":{"matchConstraints":{"resourceRules":[{"operations":["CREATE"]}]},
           "variables":[{"name":"x","expression":"1"}]}})",
       R"({"spec":{"failurePolicy":"Fail","matchConstraints":{"matchPolicy":"Equivalent",
           "namespaceSelector":{},"objectSelector":{},
           "resourceRules":[{"operations":["CREATE"],"scope":"*"}]},
           "variables":[{"name":"x","expression":"1"}]}})",
       R"({"f:spec":{"f:matchConstraints":{},"f:variables":{"k:{\"name\":\"x\"}":{".":{},"f:name":{},"f:expression":{}}}}})",
       "",
       {}},
      {"an admission policy that was opened",
       R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy",
           "metadata":{"name":"g"},"spec":{"variables":[{"name":"x","expression":"1"}]}})",
       R"({"spec":{"failurePolicy":"Ignore","variables":[{"name":"x","expression":"1"},{"name":"y","expression":"2"}],
           "matchConditions":[{"name":"never","expression":"false"}]}})",
       R"({"f:spec":{"f:variables":{"k:{\"name\":\"x\"}":{".":{},"f:name":{},"f:expression":{}}}}})",
       R"({"f:spec":{"f:failurePolicy":{},"f:variables":{"k:{\"name\":\"y\"}":{".":{},"f:name":{},"f:expression":{}}},
           "f:matchConditions":{"k:{\"name\":\"never\"}":{".":{},"f:name":{},"f:expression":{}}}}})",
       {R"(.spec.variables[name="y"].expression removed kubectl-edit)",
        R"(.spec.variables[name="y"].name removed kubectl-edit)",
        ".spec.failurePolicy removed kubectl-edit", ".spec.matchConditions removed kubectl-edit"}},
      {"nobody's field of a kind that is not known",
       R"({"apiVersion":"x.io/v1","kind":"Other","metadata":{"name":"o"},"spec":{"a":1}})",
       R"({"spec":{"a":1,"b":2}})",
       R"({"f:spec":{"f:a":{}}})",
       "",
       {}},
      {"the same without any record",
       R"({"apiVersion":"x.io/v1","kind":"Other","metadata":{"name":"o"},"spec":{"a":1}})",
       R"({"spec":{"a":1,"b":2}})",
       "",
       "",
       {".spec.b removed"}},
      {"somebody's field of a kind that is not known",
       R"({"apiVersion":"x.io/v1","kind":"Other","metadata":{"name":"o"},"spec":{"a":1}})",
       R"({"spec":{"a":1,"b":2}})",
       R"({"f:spec":{"f:a":{}}})",
       R"({"f:spec":{"f:b":{}}})",
       {".spec.b removed kubectl-edit"}},
  };
}

Value LiveOf(const Case& c, const Value& prior) {
  const Value given = Json(c.live);
  Value live = prior;
  live.Set("spec", given.Get("spec"));
  Value& metadata = live.as_map()["metadata"];
  if (given.Get("metadata").Has("annotations")) {
    metadata.Set("annotations", given.At({"metadata", "annotations"}));
  }
  Value::List entries;
  const auto add = [&](const char* fields, const char* manager, const char* operation) {
    if (*fields == '\0') return;
    Value entry;
    entry.Set("manager", manager).Set("operation", operation).Set("fieldsV1", Json(fields));
    entries.push_back(std::move(entry));
  };
  add(c.ours, "mesh", "Apply");
  add(c.theirs, "kubectl-edit", "Update");
  metadata.Set("managedFields", std::move(entries));
  return live;
}

TEST(ClosedObject, EverythingForeignInItIsDrift) {
  static constexpr const char* kWays[] = {"applied", "forced", "conflict", "removed"};
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    const Value prior = Json(c.prior);
    const Value live = LiveOf(c, prior);
    const ReadBack back = ReadBackManifest({prior, live, "mesh", true});
    std::vector<std::string> lines;
    for (const FieldDrift& d : back.drifts) {
      lines.push_back(ToText(d.path) + " " + kWays[static_cast<int>(d.way_back)] +
                      (d.owner ? " " + d.owner->manager : ""));
    }
    EXPECT_EQ(lines, c.drifts);
    EXPECT_EQ(back.manifest == prior, c.drifts.empty());
    EXPECT_EQ(back.manifest.At({"metadata", "annotations", "other"}), Value());
  }
}

TEST(ClosedObject, IgnoredFieldsStayIgnored) {
  const Case c = Cases()[1];
  const Value prior = Json(c.prior);
  const Value live = LiveOf(c, prior);
  EXPECT_THAT(ReadBackManifest({prior, live, "mesh", true, {{"spec", "selector"}}}).drifts,
              IsEmpty());
  EXPECT_THAT(ReadBackManifest({prior, live, "mesh", false}).drifts, IsEmpty())
      << "an object that is not closed has room for others";
}

}  // namespace
}  // namespace mesh::ownership
