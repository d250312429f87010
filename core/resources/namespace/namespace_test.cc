#include "core/resources/namespace/namespace.h"

#include <gmock/gmock.h>

#include "core/resources/namespace/istio_api.h"
#include "core/resources/namespace/names.h"
#include "core/resources/testing/golden.h"

namespace mesh {
namespace {

using testing::ExpectRefused;
using testing::Yaml;

const std::string kNamespaceGolden = MESH_SOURCE_DIR "/core/resources/namespace/golden";

TEST(Namespace, RendersGoldenFilesAndReadsThemBack) {
  const auto cases = testing::GoldenCases(kNamespaceGolden);
  ASSERT_FALSE(cases.empty());
  for (const std::string& name : cases)
    testing::ExpectGolden(NamespaceResource(), kNamespaceGolden, name);
}

void ExpectRefusedNamespace(const std::string& more, const std::string& path,
                            const std::string& words) {
  ExpectRefused(NamespaceResource(), Yaml("{name: a, " + more + "}"), path, words);
}

TEST(Namespace, RefusesLabelsThatContradictTheMode) {
  ExpectRefusedNamespace("dataplane_mode: sidecar, labels: {istio.io/rev: x}",
                         "labels[\"istio.io/rev\"]", "both injection labels");
  ExpectRefusedNamespace("dataplane_mode: sidecar, revision: x, labels: {istio-injection: enabled}",
                         "labels[\"istio-injection\"]", "the revision would be ignored");
  ExpectRefusedNamespace("dataplane_mode: ambient, labels: {istio-injection: enabled}",
                         "labels[\"istio-injection\"]", "sidecars");
  ExpectRefusedNamespace("labels: {istio-injection: enabled, istio.io/rev: x}",
                         "labels[\"istio.io/rev\"]", "dataplane_mode is \"none\"");
  ExpectRefusedNamespace("labels: {istio.io/dataplane-mode: sidecar}",
                         "labels[\"istio.io/dataplane-mode\"]", "has no meaning");
  ExpectRefusedNamespace("opt_out: true, labels: {istio-injection: enabled}",
                         "labels[\"istio-injection\"]", "\"disabled\"");
  ExpectRefusedNamespace("client: acme, labels: {client: other}", "labels[\"client\"]", "\"acme\"");
  ExpectRefusedNamespace("labels: {kubernetes.io/metadata.name: b}",
                         "labels[\"kubernetes.io/metadata.name\"]", "Remove it");
  ExpectRefusedNamespace("dataplane_mode: ambient, labels: {istio.io/use-waypoint: w}",
                         "labels[\"istio.io/use-waypoint\"]", "attribute waypoint");
}

TEST(Namespace, RefusesWhatIsNoLabelAndNeverChangesIt) {
  ExpectRefusedNamespace("labels: {team: 'Web Shop'}", "labels[\"team\"]", "not changed silently");
  ExpectRefusedNamespace("labels: {'a b': x}", "labels[\"a b\"]", "no valid key");
  ExpectRefusedNamespace("client: ''", "client", "Leave the attribute out");
  ExpectRefusedNamespace("tenant: '-x'", "tenant", "label value");
  ExpectRefusedNamespace("revision: '1.31'", "revision", "DNS-1123");
}

TEST(Namespace, RefusesNamesThatAreNoNamespace) {
  for (const char* name : {"", "..", "../x", "a.b", "A", "-a", "a-", "/etc"}) {
    ExpectRefused(NamespaceResource(), Value::Map{{"name", name}}, "name", "DNS-1123");
  }
}

TEST(Namespace, UnknownLabelsMakeTheLabelsUnknown) {
  const Desired desired = NamespaceResource().render(
      Value::Map{{"name", "a"}, {"client", Value::Unknown()}}, Settings::Default());
  ASSERT_TRUE(desired.complete);
  EXPECT_TRUE(desired.objects.at(0).content.At({"metadata", "labels"}).HasUnknown());
  EXPECT_FALSE(NamespaceResource()
                   .render(Value::Map{{"name", Value::Unknown()}}, Settings::Default())
                   .complete);
}

TEST(Namespace, ASwitchOfModeSaysWhatMustRestart) {
  const Diagnostics notes = NamespaceResource().transition(
      Yaml("{name: a, dataplane_mode: sidecar}"), Yaml("{name: a, dataplane_mode: ambient}"));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].severity, Severity::kWarning);
  EXPECT_THAT(notes[0].detail, ::testing::HasSubstr("kubectl rollout restart"));
}

TEST(Namespace, WarnsOfARevisionThatNothingReads) {
  for (const char* config :
       {"{name: a, revision: x}", "{name: a, dataplane_mode: ambient, revision: x}"}) {
    const Desired desired = NamespaceResource().render(Yaml(config), Settings::Default());
    ASSERT_EQ(desired.diagnostics.size(), 1u) << config;
    EXPECT_EQ(desired.diagnostics[0].summary, "Revision without effect");
  }
}

TEST(IstioVersion, ReadsMajorAndMinor) {
  EXPECT_EQ(IstioMinor("1.31"), 31);
  EXPECT_EQ(IstioMinor("1.22.3"), 22);
  EXPECT_EQ(IstioMinor("1.30-rc.1"), 30);
  for (const char* text : {"", "1", "1.", "2.0", "1.x", "latest", "1.31x"}) {
    EXPECT_EQ(IstioMinor(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mesh
