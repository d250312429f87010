#include <gmock/gmock.h>

#include "core/formats/json.h"
#include "core/model/data_source.h"

namespace mesh {

FunctionDefinition EffectiveLabelsFunction();

namespace {

using testing::HasSubstr;

Value Json(const std::string& text) { return *ReadJson(text, "test"); }

Result<Value> Called(const std::string& space, const std::string& pod,
                     const std::string& options = "") {
  std::vector<Value> arguments = {Json(space), Json(pod)};
  if (!options.empty()) arguments.push_back(Value::Dynamic(Type::Dynamic(), Json(options)));
  return EffectiveLabelsFunction().call(arguments);
}

std::string Names(const Value& uses) {
  std::string out;
  for (const Value& use : uses.as_list()) {
    out += (out.empty() ? "" : " ") + use.Get("on").as_string() + ":" + use.Get("name").as_string();
  }
  return out;
}

struct Case {
  const char* space;
  const char* pod;
  const char* options;
  /// `data plane, revision`.
  const char* captured;
  const char* decided_by;
  const char* ignored;
};

class EffectiveLabels : public testing::TestWithParam<Case> {};

TEST_P(EffectiveLabels, CaptureAPod) {
  const Case& c = GetParam();
  const auto result = Called(c.space, c.pod, c.options);
  ASSERT_TRUE(result) << result.error().front().detail;
  EXPECT_EQ(result->Get("data_plane").as_string() + ", " + result->Get("revision").StringOr("-"),
            c.captured);
  EXPECT_EQ(Names(result->Get("decided_by")), c.decided_by);
  EXPECT_EQ(Names(result->Get("ignored")), c.ignored);
  EXPECT_NE(result->Get("reason").as_string(), "");
}

// One case a line.
// clang-format off
#define INJECTION "istio-injection"
#define REV "istio.io/rev"
#define INJECT "sidecar.istio.io/inject"
#define MODE "istio.io/dataplane-mode"

INSTANTIATE_TEST_SUITE_P(Injection, EffectiveLabels, testing::Values(
  Case{"{}", "{}", "", "none, -", "", ""},
  Case{R"({"istio-injection":"enabled"})", "{}", "", "sidecar, default", "namespace:" INJECTION, ""},
  Case{R"({"istio-injection":"enabled","istio.io/rev":"a"})", R"({"istio.io/rev":"b"})", "", "sidecar, default", "namespace:" INJECTION, "namespace:" REV " pod:" REV},
  Case{R"({"istio-injection":"disabled","istio.io/rev":"a"})", R"({"sidecar.istio.io/inject":"true"})", "", "none, -", "namespace:" INJECTION, "namespace:" REV " pod:" INJECT},
  Case{R"({"istio-injection":"true"})", "{}", "", "none, -", "namespace:" INJECTION, ""},
  Case{R"({"istio.io/rev":"a"})", R"({"istio.io/rev":"b"})", "", "sidecar, a", "namespace:" REV, "pod:" REV},
  Case{R"({"istio.io/rev":""})", "{}", "", "none, -", "namespace:" REV, ""},
  Case{"{}", R"({"istio.io/rev":"b"})", "", "sidecar, b", "pod:" REV, ""},
  Case{"{}", R"({"istio.io/rev":"b","sidecar.istio.io/inject":"true"})", "", "sidecar, b", "pod:" REV, ""},
  Case{"{}", R"({"sidecar.istio.io/inject":"true"})", "", "sidecar, default", "pod:" INJECT, ""},
  Case{R"({"istio-injection":"enabled"})", R"({"sidecar.istio.io/inject":"false"})", "", "none, -", "pod:" INJECT, ""},
  Case{"{}", R"({"istio.io/rev":"b","sidecar.istio.io/inject":"false"})", "", "none, -", "pod:" INJECT, ""},
  Case{R"({"istio-injection":"enabled"})", R"({"sidecar.istio.io/inject":"yes"})", "", "sidecar, default", "namespace:" INJECTION, "pod:" INJECT},
  Case{R"({"istio-injection":null})", R"({"istio.io/rev":"b"})", "", "sidecar, b", "pod:" REV, ""}));

INSTANTIATE_TEST_SUITE_P(Options, EffectiveLabels, testing::Values(
  Case{R"({"istio-injection":"enabled"})", "{}", R"({"annotations":{"sidecar.istio.io/inject":"false"}})", "none, -", "annotation:" INJECT, ""},
  Case{R"({"istio-injection":"enabled"})", R"({"sidecar.istio.io/inject":"true"})", R"({"annotations":{"sidecar.istio.io/inject":"false"}})", "sidecar, default", "namespace:" INJECTION, "annotation:" INJECT},
  Case{"{}", "{}", R"({"annotations":{"sidecar.istio.io/inject":"true"}})", "none, -", "", "annotation:" INJECT},
  Case{R"({"istio.io/dataplane-mode":"ambient"})", "{}", R"({"annotations":{"sidecar.istio.io/status":"{}"}})", "sidecar, -", "annotation:sidecar.istio.io/status", "namespace:" MODE},
  Case{R"({"istio-injection":"enabled"})", R"({"istio.io/dataplane-mode":"ambient"})", R"({"host_network":true})", "none, -", "", "pod:" MODE " namespace:" INJECTION},
  Case{R"({"istio-injection":"disabled"})", R"({"sidecar.istio.io/inject":"false"})", R"({"host_network":true})", "none, -", "", ""},
  Case{R"({"istio-injection":"enabled"})", "{}", R"({"host_network":false,"namespace":null})", "sidecar, default", "namespace:" INJECTION, ""},
  Case{"{}", R"({"sidecar.istio.io/inject":"true"})", R"({"namespace":"kube-public"})", "none, -", "", "pod:" INJECT},
  Case{R"({"kubernetes.io/metadata.name":"kube-system"})", R"({"istio.io/dataplane-mode":"ambient"})", "", "none, -", "", "pod:" MODE}));

INSTANTIATE_TEST_SUITE_P(Ambient, EffectiveLabels, testing::Values(
  Case{R"({"istio.io/dataplane-mode":"ambient"})", "{}", "", "ambient, -", "namespace:" MODE, ""},
  Case{"{}", R"({"istio.io/dataplane-mode":"ambient"})", "", "ambient, -", "pod:" MODE, ""},
  Case{R"({"istio.io/dataplane-mode":"none"})", R"({"istio.io/dataplane-mode":"ambient"})", "", "ambient, -", "pod:" MODE, ""},
  Case{R"({"istio.io/dataplane-mode":"ambient"})", R"({"istio.io/dataplane-mode":"none"})", "", "none, -", "pod:" MODE, ""},
  Case{R"({"istio.io/dataplane-mode":"ambient"})", R"({"istio.io/dataplane-mode":"sidecar"})", "", "ambient, -", "namespace:" MODE, "pod:" MODE},
  Case{R"({"istio.io/dataplane-mode":"sidecar"})", "{}", "", "none, -", "", "namespace:" MODE},
  Case{R"({"istio.io/dataplane-mode":"ambient","istio.io/rev":"a"})", "{}", "", "sidecar, a", "namespace:" REV, "namespace:" MODE},
  Case{R"({"istio.io/dataplane-mode":"ambient","istio-injection":"enabled"})", R"({"sidecar.istio.io/inject":"false"})", "", "ambient, -", "namespace:" MODE, ""},
  Case{R"({"istio.io/dataplane-mode":"ambient","istio-injection":"disabled"})", R"({"sidecar.istio.io/inject":"true"})", "", "ambient, -", "namespace:" MODE, "pod:" INJECT}));
// clang-format on

/// The waypoint as JSON, and what is ignored.
std::string BoundWaypoint(const std::string& space, const std::string& pod,
                          const std::string& options = "") {
  const auto result = Called(space, pod, options);
  return WriteJson(result->Get("waypoint")) + " " + Names(result->Get("ignored"));
}

TEST(EffectiveLabelsTest, WaypointIsThatOfThePodElseOfTheNamespace) {
  const std::string space =
      R"({"istio.io/use-waypoint":"w","istio.io/use-waypoint-namespace":"x"})";
  EXPECT_EQ(BoundWaypoint("{}", "{}"), "null ");
  EXPECT_EQ(BoundWaypoint(space, "{}"), R"({"name":"w","namespace":"x"} )");
  EXPECT_EQ(BoundWaypoint(space, R"({"istio.io/use-waypoint":"p"})", R"({"namespace":"shop"})"),
            R"({"name":"p","namespace":"shop"} )"
            "namespace:istio.io/use-waypoint namespace:istio.io/use-waypoint-namespace");
  EXPECT_EQ(
      BoundWaypoint(R"({"istio.io/use-waypoint":"w","kubernetes.io/metadata.name":"shop"})", "{}"),
      R"({"name":"w","namespace":"shop"} )");
  EXPECT_EQ(BoundWaypoint(R"({"istio.io/use-waypoint":"w"})",
                          R"({"istio.io/use-waypoint-namespace":"x"})"),
            R"({"name":"w","namespace":null} pod:istio.io/use-waypoint-namespace)");
}

TEST(EffectiveLabelsTest, NoneAndWaypointsThemselvesHaveNoWaypoint) {
  const std::string space = R"({"istio.io/use-waypoint":"w"})";
  const std::string ignored = "null namespace:istio.io/use-waypoint";
  EXPECT_EQ(BoundWaypoint(space, R"({"istio.io/use-waypoint":"none"})"), ignored);
  EXPECT_EQ(BoundWaypoint(space, R"({"gateway.istio.io/managed":"istio.io-mesh-controller"})"),
            ignored);
  EXPECT_EQ(BoundWaypoint(R"({"istio.io/use-waypoint":"none"})", "{}"), "null ");
  EXPECT_EQ(BoundWaypoint(space, R"({"istio.io/use-waypoint":""})"),
            "null pod:istio.io/use-waypoint namespace:istio.io/use-waypoint");
}

TEST(EffectiveLabelsTest, SaysWhyInWords) {
  const auto result =
      Called(R"({"istio.io/dataplane-mode":"ambient","istio.io/use-waypoint":"w"})", "{}");
  EXPECT_EQ(result->Get("reason").as_string(),
            "The namespace is enrolled in ambient. Its waypoint is w in its own namespace.");
  const auto both = Called(R"({"istio.io/dataplane-mode":"ambient","istio.io/rev":"a"})", "{}");
  EXPECT_THAT(both->Get("ignored").as_list()[0].Get("reason").as_string(),
              HasSubstr("left out of ambient"));
}

void ExpectRefused(const Result<Value>& result, const std::string& path, const std::string& words) {
  ASSERT_FALSE(result) << words;
  EXPECT_EQ(result.error().front().path.ToString(), path);
  EXPECT_THAT(result.error().front().detail, HasSubstr(words));
}

TEST(EffectiveLabelsTest, WrongOptionsAreErrorsThatSayTheFix) {
  ExpectRefused(Called("{}", "{}", R"({"hostNetwork":true})"), "[2]",
                "annotations, host_network, namespace");
  ExpectRefused(Called("{}", "{}", R"({"host_network":"yes"})"), "[2]", "true or false");
  ExpectRefused(Called("{}", "{}", R"({"annotations":{"a":1}})"), "[2]", "a map of strings");
  ExpectRefused(Called("{}", "{}", "true"), "[2]", "must be an object");
  const Value none = Value::Map{};
  ExpectRefused(EffectiveLabelsFunction().call({none, none, none, none}), "[3]", "once");
}

}  // namespace
}  // namespace mesh
