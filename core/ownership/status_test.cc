#include "core/ownership/status.h"

#include <gmock/gmock.h>

#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

using ::testing::HasSubstr;

const ObjectKey kKey{"apps/v1", "Deployment", "shop", "web"};

/// Answers as API servers give them, and what must be said about them.
struct StatusCase {
  const char* name;
  int code;
  const char* status;
  const char* summary;
  /// Words of the detail, which names what is at fault and the way out.
  std::vector<const char*> detail;
};

const StatusCase kStatusCases[] = {
    {"a right is missing",
     403,
     R"({"kind":"Status","status":"Failure","reason":"Forbidden","code":403,
         "message":"deployments.apps \"web\" is forbidden: User \"ci\" cannot patch resource \"deployments\" in API group \"apps\" in the namespace \"shop\"",
         "details":{"name":"web","group":"apps","kind":"deployments"}})",
     "The right to patch deployments is missing",
     {"user ci may not patch deployments in the namespace shop", "apply of Deployment shop/web",
      "Role in this namespace",
      R"({apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"]})"}},
    {"a right of the cluster is missing",
     403,
     R"({"reason":"Forbidden","message":"namespaces is forbidden: User \"system:serviceaccount:a:b\" cannot list resource \"namespaces\" in API group \"\" at the cluster scope"})",
     "The right to list namespaces is missing",
     {"system:serviceaccount:a:b", "at the cluster scope", "ClusterRole", "apiGroups: [\"\"]"}},
    {"otherwise forbidden",
     403,
     R"({"reason":"Forbidden","message":"pods \"x\" is forbidden: not yet ready to handle request"})",
     "The API server forbids to apply Deployment shop/web",
     {"not yet ready"}},
    {"credentials",
     401,
     R"({"reason":"Unauthorized","message":"Unauthorized"})",
     "The API server does not accept the credentials",
     {"Log in again"}},
    {"namespace gone",
     404,
     R"({"reason":"NotFound","message":"namespaces \"shop\" not found","details":{"name":"shop","kind":"namespaces"}})",
     "The namespace shop does not exist",
     {"mesh_namespace", "depends_on"}},
    {"object gone",
     404,
     R"({"reason":"NotFound","message":"deployments.apps \"web\" not found","details":{"name":"web","group":"apps","kind":"deployments"}})",
     "Deployment shop/web does not exist",
     {"Plan again"}},
    {"kind unknown, as a Status",
     404,
     R"({"reason":"NotFound","message":"the server could not find the requested resource","details":{}})",
     "The cluster does not know apps/v1 Deployment",
     {"CustomResourceDefinition"}},
    {"terminating",
     403,
     R"({"reason":"Forbidden","message":"deployments.apps \"web\" is forbidden: unable to create new content in namespace shop because it is being terminated",
         "details":{"causes":[{"reason":"NamespaceTerminating","message":"namespace shop is being terminated","field":"metadata.namespace"}]}})",
     "The namespace shop is being deleted",
     {"Wait until it is gone"}},
    {"quota",
     403,
     R"({"reason":"Forbidden","message":"pods \"web\" is forbidden: exceeded quota: small, requested: cpu=2, used: cpu=3, limited: cpu=4"})",
     "The quota small leaves no room for Deployment shop/web",
     {"requested: cpu=2, used: cpu=3, limited: cpu=4", "raise the ResourceQuota small"}},
    {"quota needs values",
     403,
     R"({"reason":"Forbidden","message":"pods \"web\" is forbidden: failed quota: small: must specify limits.cpu for: web"})",
     "The quota small needs values that Deployment shop/web does not state",
     {"must specify limits.cpu for: web", "LimitRange"}},
    {"webhook",
     400,
     R"({"reason":"BadRequest","message":"admission webhook \"validation.istio.io\" denied the request: configuration is invalid: no route"})",
     "The webhook validation.istio.io refuses Deployment shop/web",
     {"configuration is invalid: no route"}},
    {"webhook that answers with its own code",
     422,
     R"({"reason":"Invalid","message":"admission webhook \"w\" denied the request: no"})",
     "The webhook w refuses Deployment shop/web",
     {"It says: no."}},
    {"webhook down",
     500,
     R"({"reason":"InternalError","message":"Internal error occurred: failed calling webhook \"validation.istio.io\": failed to call webhook: Post \"https://istiod\": connection refused"})",
     "The webhook validation.istio.io does not answer",
     {"connection refused", "Check that the webhook's pods run"}},
    {"webhook without dry run",
     400,
     R"({"reason":"BadRequest","message":"admission webhook \"w\" does not support dry run"})",
     "The webhook w cannot judge a dry run",
     {"Apply without the dry run"}},
    {"policy",
     422,
     R"({"reason":"Invalid","message":"deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'guard' with binding 'guard-b' denied request: host is not yours"})",
     "The admission policy guard refuses Deployment shop/web",
     {"host is not yours"}},
    {"pod security",
     403,
     R"({"reason":"Forbidden","message":"pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\": privileged"})",
     "The namespace's Pod Security level refuses Deployment shop/web",
     {"restricted:latest", "pod-security.kubernetes.io/enforce"}},
    {"too many",
     429,
     R"({"reason":"TooManyRequests","message":"Too many requests, please try again later.","details":{"retryAfterSeconds":7}})",
     "The API server is busy",
     {"wait 7 s"}},
    {"too large",
     413,
     R"({"reason":"RequestEntityTooLarge","message":"Request entity too large: limit is 3145728"})",
     "Deployment shop/web is too large",
     {"limit is 3145728", "Split the object"}},
    {"too large for etcd",
     500,
     R"({"message":"etcdserver: request is too large"})",
     "Deployment shop/web is too large",
     {"etcd"}},
    {"unknown field",
     500,
     R"({"message":"failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replcas: field not declared in schema"})",
     "Deployment shop/web has a field that the API server does not know",
     {".spec.replcas", "spelling"}},
    {"unknown field, decoded",
     400,
     R"({"reason":"BadRequest","message":"strict decoding error: unknown field \"spec.x\""})",
     "Deployment shop/web has a field that the API server does not know",
     {"spec.x"}},
    {"exists",
     409,
     R"({"reason":"AlreadyExists","message":"deployments.apps \"web\" already exists"})",
     "Deployment shop/web exists already",
     {"Plan and apply again"}},
    {"changed",
     409,
     R"({"reason":"Conflict","message":"Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply your changes to the latest version and try again"})",
     "Deployment shop/web was changed meanwhile",
     {"Plan and apply again"}},
    {"another uid",
     409,
     R"({"reason":"Conflict","message":"Operation cannot be fulfilled on deployments.apps \"web\": Precondition failed: UID in precondition: a, UID in object meta: b"})",
     "Deployment shop/web is another object now",
     {"made anew"}},
    {"timeout",
     504,
     R"({"reason":"Timeout","message":"Timeout: request did not complete within requested timeout"})",
     "The API server cannot apply Deployment shop/web now",
     {"not known"}},
    {"etcd down",
     500,
     R"({"reason":"InternalError","message":"Internal error occurred: etcdserver: no leader"})",
     "The API server cannot apply Deployment shop/web now",
     {"no leader"}},
    {"something new",
     418,
     R"({"reason":"Teapot","message":"short and stout"})",
     "The API server refuses to apply Deployment shop/web",
     {"short and stout", "Teapot", "418"}},
    {"invalid without causes",
     422,
     R"({"reason":"Invalid","message":"it is invalid"})",
     "The API server refuses to apply Deployment shop/web",
     {"it is invalid"}},
};

TEST(Status, SaysWhatAFailureMeans) {
  const Value none;
  for (const StatusCase& c : kStatusCases) {
    SCOPED_TRACE(c.name);
    const Value status = Json(c.status);
    const Diagnostics said =
        StatusToDiagnostics({c.code, status}, {"apply", kKey, none, "manifest", {}});
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].summary, c.summary);
    for (const char* words : c.detail) EXPECT_THAT(said[0].detail, HasSubstr(words));
    EXPECT_EQ(said[0].path, Path("manifest"));
    EXPECT_EQ(said[0].severity, Severity::kError);
  }
}

TEST(Status, AnswersWithoutAStatus) {
  const Value none;
  const Diagnostics missing =
      StatusToDiagnostics({404, none, "404 page not found\n"}, {"read", kKey, none});
  EXPECT_EQ(missing[0].summary, "The cluster does not know apps/v1 Deployment");
  const Diagnostics proxy =
      StatusToDiagnostics({502, none, "<html>Bad Gateway</html>"}, {"read", kKey, none});
  EXPECT_THAT(proxy[0].detail, HasSubstr("Bad Gateway"));
  EXPECT_THAT(StatusToDiagnostics({503, none}, {"read", kKey, none})[0].detail, HasSubstr("503"));
  // A Namespace that is not there is an object that is missing.
  const Value gone = Json(
      R"({"message":"namespaces \"x\" not found","details":{"name":"x","kind":"namespaces"}})");
  EXPECT_EQ(
      StatusToDiagnostics({404, gone}, {"read", {"v1", "Namespace", "", "x"}, none})[0].summary,
      "Namespace x does not exist");
}

TEST(Status, InvalidFieldsOneByOne) {
  const Value status = Json(R"({"reason":"Invalid","code":422,"message":"many","details":{"causes":[
    {"reason":"FieldValueRequired","message":"Required value","field":"spec.template.spec.containers[0].name"},
    {"reason":"FieldValueInvalid","message":"Invalid value: \"-1\"","field":"spec.hard[requests.cpu]"},
    {"reason":"FieldValueInvalid","message":"as a whole","field":"<nil>"}]}})");
  const Value none;
  const AttributeOf attribute = [](const FieldPath& path) {
    return Path("manifest").Attribute(ToText(path));
  };
  const Diagnostics said =
      StatusToDiagnostics({422, status}, {"apply", kKey, none, "whole", attribute});
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].summary,
            "The API server refuses spec.template.spec.containers[0].name of Deployment shop/web");
  EXPECT_EQ(said[0].path, Path("manifest").Attribute(".spec.template.spec.containers[0].name"));
  EXPECT_THAT(said[1].detail, HasSubstr("Invalid value: \"-1\""));
  EXPECT_EQ(said[1].path, Path("manifest").Attribute(".spec.hard.requests.cpu"));
  EXPECT_EQ(said[2].summary, "The API server refuses Deployment shop/web");
  EXPECT_EQ(said[2].path, Path("whole"));
}

const char* const kConflict = R"({"kind":"Status","status":"Failure","reason":"Conflict","code":409,
  "message":"Apply failed with 3 conflicts","details":{"causes":[
    {"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\" using apps/v1 at 2026-01-01T10:00:00Z","field":".spec.replicas"},
    {"reason":"FieldManagerConflict","message":"conflict with \"argo\\\"cd\"","field":".metadata.labels.a.b/c"},
    {"reason":"FieldManagerConflict","message":"conflict with \"hpa\" with subresource \"scale\" using autoscaling/v1","field":".odd[["}]}})";

TEST(Conflicts, OneForEachField) {
  const Value object = Json(R"({"metadata":{"labels":{"a.b/c":"1"}},"spec":{"replicas":2}})");
  const auto conflicts = FieldConflictsOf(Json(kConflict), object);
  ASSERT_EQ(conflicts.size(), 3U);
  EXPECT_EQ(conflicts[0].owner, (FieldManager{"kubectl-edit", Operation::kUpdate, "apps/v1",
                                              "2026-01-01T10:00:00Z", ""}));
  EXPECT_EQ(ToText(*conflicts[0].path), ".spec.replicas");
  EXPECT_EQ(conflicts[1].owner, (FieldManager{"argo\"cd", Operation::kApply}));
  EXPECT_EQ(conflicts[1].path->back(), FieldStep(FieldName{"a.b/c"}));
  EXPECT_EQ(conflicts[2].owner,
            (FieldManager{"hpa", Operation::kUpdate, "autoscaling/v1", "", "scale"}));
  EXPECT_FALSE(conflicts[2].path);
}

TEST(Conflicts, NameTheOwnerAndTheWaysOut) {
  const Value object = Json(R"({"metadata":{"labels":{"a.b/c":"1"}},"spec":{"replicas":2}})");
  const AttributeOf attribute = [&](const FieldPath& path) {
    return ToAttributePath(path, object, "manifest");
  };
  const Value status = Json(kConflict);
  const Diagnostics said =
      StatusToDiagnostics({409, status}, {"apply", kKey, object, {}, attribute});
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].summary, "Another manager owns spec.replicas of Deployment shop/web");
  EXPECT_THAT(said[0].detail,
              testing::AllOf(HasSubstr("\"kubectl-edit\""), HasSubstr("2026-01-01T10:00:00Z"),
                             HasSubstr("force_conflicts = true"), HasSubstr("ignore_fields"),
                             HasSubstr("remove it here")));
  EXPECT_EQ(said[0].path.ToString(), "manifest.spec.replicas");
  EXPECT_EQ(said[1].path.ToString(), "manifest.metadata.labels[\"a.b/c\"]");
  EXPECT_THAT(said[1].detail, HasSubstr("applies the field itself"));
  EXPECT_THAT(said[2].detail, HasSubstr("subresource scale"));
  EXPECT_TRUE(said[2].path.empty());
}

TEST(Conflicts, AreToldApart) {
  EXPECT_EQ(ConflictCauseOf(Json(kConflict)), ConflictCause::kFieldManagers);
  const std::pair<const char*, ConflictCause> cases[] = {
      {R"({"reason":"AlreadyExists","message":"x already exists"})", ConflictCause::kAlreadyExists},
      {R"({"reason":"Conflict","message":"a: the object has been modified; please"})",
       ConflictCause::kResourceVersion},
      {R"({"reason":"Conflict","message":"Precondition failed: ResourceVersion in precondition: 1"})",
       ConflictCause::kResourceVersion},
      {R"({"reason":"Conflict","message":"Precondition failed: UID in precondition: 1"})",
       ConflictCause::kUid},
      {R"({"reason":"Conflict","message":"uid mismatch: the provided object specified uid 1"})",
       ConflictCause::kUid},
      {R"({"reason":"Conflict","message":"the namespace is busy"})", ConflictCause::kOther},
      {"{}", ConflictCause::kOther},
  };
  for (const auto& [status, want] : cases) EXPECT_EQ(ConflictCauseOf(Json(status)), want) << status;
}

}  // namespace
}  // namespace mesh::ownership
