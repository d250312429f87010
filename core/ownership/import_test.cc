#include "core/ownership/import.h"

#include <gtest/gtest.h>

#include "core/ownership/drift.h"
#include "core/ownership/kind_tables.h"
#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

struct ImportCase {
  const char* name;
  const char* live;
  const char* manifest;
};

const ImportCase kImportCases[] = {
    {"server metadata and status",
     R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n","uid":"1","resourceVersion":"2",
       "generation":1,"creationTimestamp":"2026-01-01T00:00:00Z","selfLink":"/x","managedFields":[],
       "deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30,
       "ownerReferences":[{"uid":"3"}],"finalizers":["x"],
       "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"},"labels":{"a":"b"}},
       "data":{"k":"v"},"status":{"x":1}})",
     R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n","labels":{"a":"b"}},"data":{"k":"v"}})"},
    {"an empty map that was there stays",
     R"({"apiVersion":"v1","kind":"X","metadata":{"name":"c","labels":{}},"spec":{"a":{},"b":[],"c":null,"d":0}})",
     R"({"apiVersion":"v1","kind":"X","metadata":{"name":"c","labels":{}},"spec":{"a":{},"b":[],"c":null,"d":0}})"},
    {"NetworkPolicy",
     R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p"},
       "spec":{"podSelector":{},"ingress":[{"ports":[{"port":80,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}],
               "policyTypes":["Ingress"]}})",
     R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p"},
       "spec":{"podSelector":{},"ingress":[{"ports":[{"port":80},{"port":53,"protocol":"UDP"}]}]}})"},
    {"policy types that say something",
     R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p"},
       "spec":{"podSelector":{},"policyTypes":["Ingress","Egress"]}})",
     R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p"},
       "spec":{"podSelector":{},"policyTypes":["Ingress","Egress"]}})"},
    {"HTTPRoute",
     R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r"},
       "spec":{"parentRefs":[{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"g"}],
         "rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/"}}],
           "backendRefs":[{"group":"","kind":"Service","name":"a","port":80,"weight":1},
                          {"group":"","kind":"Service","name":"b","port":80,"weight":0}]},
          {"matches":[{"path":{"type":"Exact","value":"/x"},"headers":[{"type":"Exact","name":"h","value":"1"}]}],
           "filters":[{"type":"RequestRedirect","requestRedirect":{"hostname":"h","statusCode":302}}]}]}})",
     R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r"},
       "spec":{"parentRefs":[{"name":"g"}],
         "rules":[{"backendRefs":[{"name":"a","port":80},{"name":"b","port":80,"weight":0}]},
          {"matches":[{"path":{"type":"Exact","value":"/x"},"headers":[{"name":"h","value":"1"}]}],
           "filters":[{"type":"RequestRedirect","requestRedirect":{"hostname":"h"}}]}]}})"},
    {"a headless Service keeps its clusterIP",
     R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"clusterIP":"None","clusterIPs":["None"],
       "ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster","sessionAffinity":"None",
       "type":"ClusterIP","ports":[{"port":80,"protocol":"TCP","targetPort":"http"}]}})",
     R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},
       "spec":{"clusterIP":"None","ports":[{"port":80,"targetPort":"http"}]}})"},
    {"a Service gives up the address it was given",
     R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"clusterIP":"10.0.0.1",
       "clusterIPs":["10.0.0.1"],"type":"ClusterIP","ports":[{"port":80,"protocol":"UDP"}]}})",
     R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80,"protocol":"UDP"}]}})"},
    {"Namespace",
     R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n","labels":{"kubernetes.io/metadata.name":"n"}},
       "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}})",
     R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}})"},
    {"Deployment",
     R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d",
         "annotations":{"deployment.kubernetes.io/revision":"3","mine":"x"}},
       "spec":{"replicas":3,"revisionHistoryLimit":10,"progressDeadlineSeconds":600,
         "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}},
         "template":{"metadata":{"creationTimestamp":null,"labels":{"a":"b"}},"spec":{
           "dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler",
           "securityContext":{},"terminationGracePeriodSeconds":30,
           "containers":[{"name":"c","image":"i:1","resources":{},"terminationMessagePath":"/dev/termination-log",
             "terminationMessagePolicy":"File","ports":[{"containerPort":80,"protocol":"TCP"}],
             "livenessProbe":{"httpGet":{"path":"/live","port":80,"scheme":"HTTP"},"timeoutSeconds":1,
               "periodSeconds":20,"successThreshold":1,"failureThreshold":3}}],
           "volumes":[{"name":"v","emptyDir":{}},{"name":"m","configMap":{"name":"m","defaultMode":420}}]}}}})",
     R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","annotations":{"mine":"x"}},
       "spec":{"replicas":3,"template":{"metadata":{"labels":{"a":"b"}},"spec":{
           "containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}],
             "livenessProbe":{"httpGet":{"path":"/live","port":80},"periodSeconds":20}}],
           "volumes":[{"name":"v","emptyDir":{}},{"name":"m","configMap":{"name":"m"}}]}}}})"},
    {"Istio has no defaults",
     R"({"apiVersion":"networking.istio.io/v1","kind":"ServiceEntry","metadata":{"name":"s"},
       "spec":{"hosts":["a.com"],"ports":[{"name":"http","number":80,"protocol":"TCP"}]}})",
     R"({"apiVersion":"networking.istio.io/v1","kind":"ServiceEntry","metadata":{"name":"s"},
       "spec":{"hosts":["a.com"],"ports":[{"name":"http","number":80,"protocol":"TCP"}]}})"},
};

TEST(Import, KeepsWhatAPersonWouldWrite) {
  for (const ImportCase& c : kImportCases) {
    SCOPED_TRACE(c.name);
    const Value live = Json(c.live);
    const Value manifest = ImportManifest(live);
    EXPECT_EQ(WriteJson(manifest), WriteJson(Json(c.manifest)));
    EXPECT_TRUE(ReadBackManifest({manifest, live, "mesh"}).drifts.empty())
        << "what is imported is no drift";
  }
}

TEST(Import, LeavesOutIgnoredFields) {
  const Value live = Json(
      R"({"apiVersion":"v1","kind":"X","metadata":{"name":"x","labels":{"a":"1"}},"spec":{"b":1,"c":2}})");
  EXPECT_EQ(WriteJson(ImportManifest(live, {{"spec", "b"}, {"metadata", "labels", "a"}})),
            R"({"apiVersion":"v1","kind":"X","metadata":{"name":"x"},"spec":{"c":2}})");
}

TEST(Patterns, MatchPaths) {
  const auto path = [](std::string_view text) { return *ParseFieldPath(text, Value()); };
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"spec.ports[].protocol", ".spec.ports[port=80].protocol", true},
      {"spec.ports[].protocol", ".spec.ports[0].protocol", true},
      {"spec.ports[].protocol", ".spec.ports.protocol", false},
      {"spec.ports[]", ".spec.ports[=1]", true},
      {"spec.*.cpu", ".spec.limits.cpu", true},
      {"spec.*.cpu", ".spec.cpu", false},
      {"spec.*Selector", ".spec.podSelector", true},
      {"spec.*Selector", ".spec.selector", false},
      {"**.ttl", ".spec.a[0].b.ttl", true},
      {"**.ttl", ".ttl", true},
      {"**.ttl", ".ttl.x", false},
      {"spec.**", ".spec.a.b", true},
      {"spec", ".spec.a", false},
      {"spec.a", ".spec", false},
  };
  for (const auto& [pattern, text, want] : cases) {
    EXPECT_EQ(MatchesPattern(pattern, path(text)), want) << pattern << " " << text;
  }
  EXPECT_TRUE(MatchesPattern("metadata.labels.a.b/c", path(".metadata.labels.a.b/c")));
}

}  // namespace
}  // namespace mesh::ownership
