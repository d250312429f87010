#include "core/kinds/kind.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace mesh
