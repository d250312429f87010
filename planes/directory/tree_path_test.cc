#include "planes/directory/tree_path.h"

#include <gtest/gtest.h>

#include <set>

namespace mesh {
namespace {

TEST(TreePath, SaysClusterOrNamespaceKindGroupAndName) {
  const TreePath core = PathOf({"v1", "Namespace", "", "a"});
  EXPECT_EQ(core.folder + "/" + core.file, "_cluster/namespace.a.yaml");
  const TreePath grouped = PathOf({"networking.istio.io/v1beta1", "Gateway", "apps", "edge.v2"});
  EXPECT_EQ(grouped.folder + "/" + grouped.file, "apps/gateway.networking.istio.io.edge.v2.yaml");
}

TEST(TreePath, TheVersionOfAGroupIsNoPartOfIt) {
  EXPECT_EQ(PathOf({"a.io/v1", "K", "n", "x"}).file, PathOf({"a.io/v1beta1", "K", "n", "x"}).file);
}

TEST(TreePath, EncodesWhatFileSystemsTakeForSomethingElse) {
  EXPECT_EQ(EncodeComponent(".."), "%2E.");
  EXPECT_EQ(EncodeComponent("."), "%2E");
  EXPECT_EQ(EncodeComponent(""), "%");
  EXPECT_EQ(EncodeComponent("a/b\\c"), "a%2Fb%5Cc");
  EXPECT_EQ(EncodeComponent("system:Admin"), "system%3A%41dmin");
  EXPECT_EQ(EncodeComponent("50%"), "50%25");
}

TEST(TreePath, DifferentNamesStayDifferentAlsoWithoutCase) {
  const std::string wide(300, 'x');
  std::set<std::string> seen;
  const std::vector<std::string> names = {"a",        "A",    "a:", "a%3A",     "a%3a", "%41",
                                          ".a",       "%2Ea", "_a", "a_",       wide,   wide + "y",
                                          wide + "z", "",     "%",  "_cluster", "nul",  "con"};
  for (const std::string& name : names) {
    std::string encoded = EncodeComponent(name);
    EXPECT_LE(encoded.size(), 230U);
    for (char& c : encoded) c = static_cast<char>(std::tolower(c));
    EXPECT_TRUE(seen.insert(encoded).second) << name;
  }
}

}  // namespace
}  // namespace mesh
