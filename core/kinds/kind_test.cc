#include "core/kinds/kind.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/kinds/catalogue.h"

namespace mesh {
namespace {

TEST(WrongName, FollowsEachKindsOwnRule) {
  EXPECT_EQ(WrongName({"v1", "ConfigMap", "a", "kube-root-ca.crt"}), "");
  EXPECT_EQ(WrongName({"rbac.authorization.k8s.io/v1", "ClusterRole", "", "system:admin"}), "");
  EXPECT_NE(WrongName({"v1", "Namespace", "", "a.b"}), "");
  EXPECT_NE(WrongName({"v1", "Service", "a", "1st"}), "");
  EXPECT_NE(WrongName({"v1", "ConfigMap", "a", "Upper"}), "");
  EXPECT_NE(WrongName({"v1", "ConfigMap", "a", "a..b"}), "");
  EXPECT_NE(WrongName({"v1", "ConfigMap", "../a", "b"}), "");
  EXPECT_NE(WrongName({"v1", "ConfigMap", "a", "../b"}), "");
  EXPECT_NE(WrongName({"rbac.authorization.k8s.io/v1", "ClusterRole", "", ".."}), "");
  EXPECT_NE(WrongName({"v1", "Namespace", "", std::string(64, 'a')}), "");
  EXPECT_NE(WrongName({"v1", "Namespace", "x", "a"}), "");
}

TEST(FactsOf, TellsIstiosGatewayFromTheGatewayApis) {
  EXPECT_EQ(FactsOf({"networking.istio.io/v1", "Gateway", "a", "g"}).group, "networking.istio.io");
  EXPECT_LT(FactsOf({"v1", "Namespace", "", "a"}).rank,
            FactsOf({"example.com/v1", "Widget", "a", "w"}).rank);
}

TEST(ListedKinds, HaveEveryKindOfTheCatalogue) {
  std::vector<std::string> missing;
  for (const KindShape& kind : Kinds().kinds()) {
    if (std::ranges::none_of(ListedKinds(), [&](const KindFacts& facts) {
          return facts.group == kind.group && facts.kind == kind.kind;
        })) {
      missing.push_back(std::string(kind.kind));
    }
  }
  EXPECT_THAT(missing, ::testing::IsEmpty());
}

TEST(ListedKinds, HaveEachKindOnce) {
  for (const KindFacts& one : ListedKinds()) {
    EXPECT_EQ(std::ranges::count_if(
                  ListedKinds(),
                  [&](const KindFacts& f) { return f.group == one.group && f.kind == one.kind; }),
              1)
        << one.kind;
  }
}

TEST(WrongName, KindsOfTheClusterTakeNoNamespace) {
  for (const char* kind : {"KongClusterPlugin", "KongVault", "KongLicense"}) {
    EXPECT_NE(WrongName({"configuration.konghq.com/v1", kind, "a", "b"}), "") << kind;
    EXPECT_EQ(WrongName({"configuration.konghq.com/v1", kind, "", "b"}), "") << kind;
  }
}

}  // namespace
}  // namespace mesh
