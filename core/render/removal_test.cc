#include "core/render/removal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesh {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const ObjectKey kHome{"v1", "Namespace", "", "a"};
const ObjectKey kFence{"security.istio.io/v1", "AuthorizationPolicy", "a", "fence"};
const ObjectKey kElsewhere{"networking.k8s.io/v1", "NetworkPolicy", "b", "egress"};
const ObjectKey kGuard{"admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "", "g"};

std::map<ObjectKey, Value> Objects(const std::vector<ObjectKey>& keys) {
  std::map<ObjectKey, Value> out;
  for (const ObjectKey& key : keys) {
    out.emplace(key, NewObject(key.api_version, key.kind, key.name_space, key.name));
  }
  return out;
}

TEST(SplitLeaving, DestroyingKeepsAllOrDeletesAll) {
  const auto objects = Objects({kHome, kFence, kElsewhere});
  EXPECT_THAT(SplitLeaving(objects, {.destroyed = true, .keeps = true}, {}).deleted, IsEmpty());
  const Removal gone = SplitLeaving(objects, {.destroyed = true, .keeps = false}, {kFence});
  EXPECT_THAT(gone.deleted, ElementsAre(kHome, kElsewhere, kFence));
  EXPECT_THAT(gone.kept, IsEmpty());
}

TEST(SplitLeaving, AKeptNamespaceKeepsItsFence) {
  const Removal removal =
      SplitLeaving(Objects({kHome, kFence, kElsewhere}), {.destroyed = false, .keeps = true}, {});
  EXPECT_THAT(removal.kept, UnorderedElementsAre(kHome, kFence));
  EXPECT_THAT(removal.deleted, ElementsAre(kElsewhere));
}

TEST(SplitLeaving, AClusterWideObjectBelongsToTheNamespaceThatItsLabelNames) {
  auto objects = Objects({kHome, kGuard});
  objects[kGuard]
      .as_map()
      .find("metadata")
      ->second.Set("labels", Value::Map{{kNamespaceLabel, "a"}});
  EXPECT_THAT(SplitLeaving(objects, {.destroyed = false, .keeps = true}, {}).deleted, IsEmpty());
}

TEST(SplitLeaving, WithoutKeepANamespaceIsDeletedBeforeItsFence) {
  EXPECT_THAT(SplitLeaving(Objects({kHome, kFence}), {.destroyed = false, .keeps = false}, {kFence})
                  .deleted,
              ElementsAre(kHome, kFence));
}

}  // namespace
}  // namespace mesh
