#include "core/model/object.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

TEST(ObjectKey, TextRoundTripsWithGroupsAndClusterScope) {
  const ObjectKey policy{"security.istio.io/v1", "AuthorizationPolicy", "a", "fence"};
  EXPECT_EQ(policy.ToString(), "security.istio.io/v1/AuthorizationPolicy/a/fence");
  EXPECT_EQ(ObjectKey::Parse(policy.ToString()), policy);
  EXPECT_EQ(policy.group(), "security.istio.io");
  const ObjectKey name_space{"v1", "Namespace", "", "a"};
  EXPECT_EQ(name_space.ToString(), "v1/Namespace//a");
  EXPECT_EQ(ObjectKey::Parse("v1/Namespace//a"), name_space);
  EXPECT_EQ(name_space.group(), "");
}

TEST(ObjectKey, RefusesWhatIsNoKey) {
  for (const char* text : {"", "a", "a/b", "a/b/c", "/K/ns/n", "v1//ns/n", "v1/K/ns/"}) {
    EXPECT_FALSE(ObjectKey::Parse(text)) << text;
  }
}

TEST(KeyOf, NamesWhatIsMissing) {
  Value object = NewObject("v1", "ConfigMap", "a", "b");
  EXPECT_TRUE(KeyOf(object));
  object.Set("kind", Value());
  EXPECT_EQ(KeyOf(object).error().front().summary, "Object without kind");
}

TEST(KeyOf, RefusesANamespaceThatIsNoText) {
  Value object = NewObject("v1", "ConfigMap", "a", "b");
  object.as_map()["metadata"].Set("namespace", false);
  EXPECT_FALSE(KeyOf(object));
}

}  // namespace
}  // namespace mesh
