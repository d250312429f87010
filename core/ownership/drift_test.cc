#include "core/ownership/drift.h"

#include <gmock/gmock.h>

#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

/// One drift in one line: `.spec.replicas changed forced kubectl-edit`.
std::string Line(const FieldDrift& drift) {
  static constexpr const char* kChanges[] = {"changed", "missing", "added"};
  static constexpr const char* kWays[] = {"applied", "forced", "conflict", "removed"};
  return ToText(drift.path) + " " + kChanges[static_cast<int>(drift.change)] + " " +
         kWays[static_cast<int>(drift.way_back)] + (drift.owner ? " " + drift.owner->manager : "");
}

struct Seen {
  std::string manifest;
  std::vector<std::string> drifts;
};

/// An entry of managedFields; `fields` below spec, or whole when it starts with a brace.
Value Entry(const std::string& manager, const std::string& operation, std::string_view fields,
            const std::string& time = "2026-01-01T00:00:00Z") {
  Value out;
  out.Set("manager", manager).Set("operation", operation).Set("apiVersion", "v1");
  out.Set("fieldsType", "FieldsV1").Set("fieldsV1", Json(fields)).Set("time", time);
  return out;
}

Value WithFields(Value live, Value::List entries) {
  Value& metadata = live.as_map()["metadata"];
  metadata.Set("managedFields", std::move(entries));
  return live;
}

Seen See(const Value& prior, const Value& live, bool closed = false,
         std::vector<std::vector<std::string>> ignored = {}) {
  const ReadBack back = ReadBackManifest({prior, live, "mesh", closed, std::move(ignored)});
  EXPECT_THAT(back.diagnostics, IsEmpty());
  EXPECT_EQ(back.drifts.empty(), back.manifest == prior);
  Seen out{WriteJson(back.manifest), {}};
  for (const FieldDrift& drift : back.drifts) out.drifts.push_back(Line(drift));
  return out;
}

constexpr std::string_view kDeployment = R"({
  "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
  "spec": {"replicas": 2, "template": {"spec": {"containers": [
    {"name": "web", "image": "web:1",
     "resources": {"requests": {"cpu": "1000m", "memory": "1Gi"}, "limits": {"cpu": 1}},
     "env": [{"name": "B", "value": "2"}, {"name": "A", "value": "1"}],
     "ports": [{"containerPort": 8080}]},
    {"name": "log", "image": "log:1"}]}}}})";
constexpr std::string_view kDeploymentFields =
    R"({"f:spec":{"f:replicas":{},"f:template":{"f:spec":{
  "f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:name":{},"f:image":{},
    "f:resources":{"f:requests":{"f:cpu":{},"f:memory":{}},"f:limits":{"f:cpu":{}}},
    "f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}},
             "k:{\"name\":\"B\"}":{".":{},"f:name":{},"f:value":{}}},
    "f:ports":{"k:{\"containerPort\":8080,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}},
  "k:{\"name\":\"log\"}":{".":{},"f:name":{},"f:image":{}}}}}}})";

/// As the server has it: normalised, defaulted, in another order, with somebody's sidecar.
constexpr std::string_view kLiveDeployment = R"({
  "apiVersion": "apps/v1", "kind": "Deployment",
  "metadata": {"name": "web", "namespace": "shop", "uid": "1", "resourceVersion": "9",
               "generation": 3, "creationTimestamp": "2026-01-01T00:00:00Z",
               "annotations": {"deployment.kubernetes.io/revision": "1"}},
  "spec": {"replicas": 2, "revisionHistoryLimit": 10, "template": {"spec": {
    "dnsPolicy": "ClusterFirst", "containers": [
    {"name": "injected", "image": "proxy"},
    {"name": "log", "image": "log:1", "imagePullPolicy": "IfNotPresent"},
    {"name": "web", "image": "web:1", "terminationMessagePath": "/dev/termination-log",
     "resources": {"requests": {"cpu": "1", "memory": "1024Mi"}, "limits": {"cpu": "1"}},
     "env": [{"name": "A", "value": "1"}, {"name": "C", "value": "3"}, {"name": "B", "value": "2"}],
     "ports": [{"containerPort": 8080, "protocol": "TCP"}]}]}}},
  "status": {"replicas": 2}})";

TEST(Drift, WhatTheServerNormalisesIsNone) {
  const Value prior = Json(kDeployment);
  const Value tracked =
      WithFields(Json(kLiveDeployment), {Entry("mesh", "Apply", kDeploymentFields)});
  EXPECT_THAT(See(prior, tracked).drifts, IsEmpty());
  EXPECT_EQ(See(prior, tracked).manifest, WriteJson(prior)) << "spelling and order are ours";
  // Without any record, the tables know the lists of core kinds.
  EXPECT_THAT(See(prior, Json(kLiveDeployment)).drifts, IsEmpty());
}

TEST(Drift, NamesWhoChangedAField) {
  const Value prior = Json(kDeployment);
  Value live = Json(kLiveDeployment);
  live.as_map()["spec"].Set("replicas", 5);
  constexpr std::string_view kReplicas = R"({"f:spec":{"f:replicas":{}}})";
  const auto with = [&](Value::List others) {
    const FieldSet left =
        FieldSet::Parse(kDeploymentFields)->Difference(*FieldSet::Parse(kReplicas));
    others.push_back(Entry("mesh", "Apply", left.ToJson()));
    return See(prior, WithFields(live, others)).drifts;
  };
  EXPECT_THAT(with({}), ElementsAre(".spec.replicas changed applied"));
  EXPECT_THAT(with({Entry("kubectl-edit", "Update", kReplicas)}),
              ElementsAre(".spec.replicas changed forced kubectl-edit"));
  EXPECT_THAT(with({Entry("argocd", "Apply", kReplicas)}),
              ElementsAre(".spec.replicas changed conflict argocd"));
  EXPECT_THAT(with({Entry("old", "Update", kReplicas, "2026-01-01T00:00:00Z"),
                    Entry("new", "Update", kReplicas, "2026-01-02T00:00:00Z")}),
              ElementsAre(".spec.replicas changed forced new"));
  EXPECT_THAT(with({Entry("argocd", "Apply", kReplicas, "2026-01-01T00:00:00Z"),
                    Entry("new", "Update", kReplicas, "2026-01-02T00:00:00Z")}),
              ElementsAre(".spec.replicas changed conflict argocd"))
      << "an Apply manager has to be asked, whoever came last";
  EXPECT_THAT(with({Entry("mesh", "Update", kReplicas)}),
              ElementsAre(".spec.replicas changed forced mesh"))
      << "our own name, but not our apply";
  Value scale = Entry("hpa", "Update", kReplicas);
  scale.Set("subresource", "scale");
  EXPECT_THAT(with({scale}), ElementsAre(".spec.replicas changed forced hpa"));
}

TEST(Drift, FieldsAndItemsThatAreGone) {
  const Value prior = Json(kDeployment);
  const Value live = Json(R"({
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "web:1",
      "resources": {"requests": {"memory": "1Gi"}, "limits": {"cpu": "2"}},
      "env": [{"name": "A", "value": "1"}], "ports": [{"containerPort": 8080, "protocol": "TCP"}]}]}}}})");
  const Seen seen = See(prior, live);
  const std::string web = R"(.spec.template.spec.containers[name="web"])";
  EXPECT_THAT(
      seen.drifts,
      ElementsAre(".spec.replicas missing applied", web + R"(.env[name="B"] missing applied)",
                  web + ".resources.limits.cpu changed applied",
                  web + ".resources.requests.cpu missing applied",
                  R"(.spec.template.spec.containers[name="log"] missing applied)"));
  EXPECT_EQ(Json(seen.manifest).At({"spec", "template", "spec"}), Json(R"({"containers": [
      {"name": "web", "image": "web:1", "resources": {"requests": {"memory": "1Gi"}, "limits": {"cpu": "2"}},
       "env": [{"name": "A", "value": "1"}], "ports": [{"containerPort": 8080}]}]})"));
}

TEST(Drift, WhatAFormerApplySetIsShown) {
  const Value prior = Json(R"({"apiVersion": "v1", "kind": "ConfigMap",
    "metadata": {"name": "c", "labels": {"a": "1"}}, "data": {"x": "1"}})");
  const Value live = WithFields(
      Json(R"({"apiVersion": "v1", "kind": "ConfigMap",
    "metadata": {"name": "c", "labels": {"a": "1", "b": "2", "c": "3"}, "annotations": {"mark": "m"}},
    "data": {"x": "1", "y": "2", "z": "3"}})"),
      {Entry("mesh", "Apply",
             R"({"f:metadata":{"f:labels":{"f:a":{},"f:b":{}},"f:annotations":{"f:mark":{}}},
                                  "f:data":{"f:x":{},"f:y":{},"f:gone":{}}})"),
       Entry("else", "Apply",
             R"({"f:metadata":{"f:labels":{"f:b":{},"f:c":{}}},"f:data":{"f:z":{}}})")});
  const Seen seen = See(prior, live, false, {{"metadata", "annotations", "mark"}});
  EXPECT_THAT(seen.drifts,
              ElementsAre(".data.y added applied", ".metadata.labels.b added applied else"));
  EXPECT_EQ(seen.manifest, R"({"apiVersion":"v1","data":{"x":"1","y":"2"},"kind":"ConfigMap",)"
                           R"("metadata":{"labels":{"a":"1","b":"2"},"name":"c"}})");
}

constexpr std::string_view kRoute = R"({"apiVersion": "gateway.networking.k8s.io/v1",
  "kind": "HTTPRoute", "metadata": {"name": "r", "namespace": "shop"},
  "spec": {"rules": [{"timeouts": {"request": "60s"}, "backendRefs": [{"name": "web", "port": 80}]}]}})";
constexpr std::string_view kLiveRoute = R"({"apiVersion": "gateway.networking.k8s.io/v1",
  "kind": "HTTPRoute", "metadata": {"name": "r", "namespace": "shop"},
  "spec": {"rules": [{"timeouts": {"request": "1m0s"},
    "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
    "backendRefs": [{"group": "", "kind": "Service", "name": "web", "port": 80, "weight": 1}]}]}})";
constexpr std::string_view kRules = R"({"f:spec":{"f:rules":{}}})";

TEST(Drift, DefaultsInsideListsThatAreKeptWhole) {
  const Value prior = Json(kRoute);
  EXPECT_THAT(See(prior, WithFields(Json(kLiveRoute), {Entry("mesh", "Apply", kRules)})).drifts,
              IsEmpty());
  EXPECT_THAT(See(prior, WithFields(Json(kLiveRoute), {Entry("edit", "Update", kRules)})).drifts,
              IsEmpty())
      << "somebody else's list that has known defaults more";
  Value more = Json(kLiveRoute);
  more.as_map()["spec"].as_map()["rules"].as_list()[0].Set("filters", Value::List{});
  EXPECT_THAT(See(prior, WithFields(more, {Entry("mesh", "Apply", kRules)})).drifts, IsEmpty())
      << "a default that is not known, since the list is still ours";
  EXPECT_THAT(See(prior, WithFields(more, {Entry("edit", "Update", kRules)})).drifts,
              ElementsAre(".spec.rules changed forced edit"));
}

TEST(Drift, ElementsThatStayedKeepTheirSpelling) {
  const Value prior = Json(R"({"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
    "metadata": {"name": "v"}, "spec": {"http": [{"timeout": "60s"}, {"timeout": "2s"}]}})");
  const Value live =
      WithFields(Json(R"({"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
    "metadata": {"name": "v"},
    "spec": {"http": [{"timeout": "5s"}, {"timeout": "1m"}, {"timeout": "2000ms"}]}})"),
                 {Entry("edit", "Update", R"({"f:spec":{"f:http":{}}})")});
  const Seen seen = See(prior, live);
  EXPECT_THAT(seen.drifts, ElementsAre(".spec.http changed forced edit"));
  EXPECT_EQ(Json(seen.manifest).At({"spec", "http"}),
            Json(R"([{"timeout": "5s"}, {"timeout": "60s"}, {"timeout": "2s"}])"));
}

TEST(Drift, WhatSaysNothingMayBeLeftOut) {
  const Value prior =
      Json(R"({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
    "spec": {"paused": false, "minReadySeconds": 0, "template": {"metadata": {"labels": {}},
             "spec": {"containers": [], "hostNetwork": false, "nodeName": ""}}}})");
  const Value live =
      Json(R"({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
    "spec": {"template": {}}})");
  constexpr std::string_view kFields =
      R"({"f:spec":{"f:paused":{},"f:minReadySeconds":{},"f:template":{
    "f:metadata":{"f:labels":{}},"f:spec":{"f:hostNetwork":{},"f:nodeName":{}}}}})";
  EXPECT_THAT(See(prior, WithFields(live, {Entry("mesh", "Apply", kFields)})).drifts, IsEmpty());
  // What somebody removed is not ours any more.
  EXPECT_THAT(
      See(prior, WithFields(live, {Entry("mesh", "Apply", R"({"f:spec":{"f:template":{}}})")}))
          .drifts,
      ElementsAre(".spec.minReadySeconds missing applied", ".spec.paused missing applied"));
}

TEST(Drift, KindsOfValuesAreNotMixed) {
  const auto service = [](const std::string& port) {
    return Json(R"({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"},
                    "spec": {"ports": [{"port": 80, "targetPort": )" +
                port + "}]}}");
  };
  EXPECT_THAT(See(service("8080"), service("8080.0")).drifts, IsEmpty()) << "numbers by value";
  EXPECT_THAT(See(service("8080"), service("\"8080\"")).drifts,
              ElementsAre(R"(.spec.ports[port=80,protocol="TCP"].targetPort changed applied)"));
  EXPECT_THAT(See(service("18446744073709551616"), service("18446744073709552000")).drifts,
              IsEmpty())
      << "what is no int64 is stored as float64";
  EXPECT_THAT(See(service("9007199254740993"), service("9007199254740992")).drifts, Not(IsEmpty()));
  const Value prior =
      Json(R"({"apiVersion":"v1","kind":"X","metadata":{"name":"x"},"spec":{"a":{"b":1}}})");
  const Value live =
      Json(R"({"apiVersion":"v1","kind":"X","metadata":{"name":"x"},"spec":{"a":"text"}})");
  EXPECT_THAT(See(prior, live).drifts, ElementsAre(".spec.a changed applied"));
}

TEST(Drift, StatusAndServerMetadataNeverCount) {
  const Value prior = Json(R"({"apiVersion": "v1", "kind": "ConfigMap",
    "metadata": {"name": "c", "uid": "old", "creationTimestamp": null}, "status": {"x": 1}})");
  const Value live = Json(R"({"apiVersion": "v1", "kind": "ConfigMap",
    "metadata": {"name": "c", "uid": "new", "creationTimestamp": "2026-01-01T00:00:00Z"}})");
  EXPECT_THAT(See(prior, live).drifts, IsEmpty());
}

TEST(Drift, ARecordThatCannotBeReadIsAWarning) {
  const Value prior =
      Json(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"1"}})");
  const Value live = WithFields(
      Json(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"2"}})"),
      {Entry("odd", "Update", R"({"oops":{}})"), Value("no entry"), Value()});
  const ReadBack back = ReadBackManifest({prior, live, "mesh"});
  ASSERT_EQ(back.drifts.size(), 1U);
  ASSERT_EQ(back.diagnostics.size(), 1U);
  EXPECT_EQ(back.diagnostics[0].severity, Severity::kWarning);
  EXPECT_THAT(back.diagnostics[0].detail, testing::HasSubstr("Manager \"odd\" (Update)"));
}

}  // namespace
}  // namespace mesh::ownership
