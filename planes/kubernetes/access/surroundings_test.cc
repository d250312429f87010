#include "planes/kubernetes/access/surroundings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "planes/kubernetes/access/testing/script_folder.h"

namespace mesh {
namespace {

TEST(LocalFilesReaderTest, TellsMissingFromUnreadable) {
  const ScriptFolder folder;
  const auto files = LocalFilesReader();
  EXPECT_EQ(files->Read(folder.File("a", "x\ny")).value(), "x\ny");
  EXPECT_EQ(files->Read(folder.File("empty", "")).value(), "");
  EXPECT_EQ(files->Read(folder.path() + "/gone").value(), std::nullopt);
  EXPECT_EQ(files->Read(folder.path() + "/a/b").value(), std::nullopt);
  const auto as_file = files->Read(folder.path());
  ASSERT_FALSE(as_file);
  EXPECT_NE(as_file.error().front().summary.find(folder.path()), std::string::npos);
}

TEST(LocalFilesReaderTest, RefusesWhatIsTooLarge) {
  const ScriptFolder folder;
  const std::string path = folder.File("large", std::string((16U << 20U) + 1, 'x'));
  EXPECT_FALSE(LocalFilesReader()->Read(path));
  ASSERT_EQ(truncate(path.c_str(), 16 << 20), 0);
  EXPECT_EQ(LocalFilesReader()->Read(path).value()->size(), 16U << 20U);
}

TEST(SurroundingsTest, PathsAndVariables) {
  const Environment environment = {{"HOME", "/h"}, {"EMPTY", ""}};
  EXPECT_EQ(ExpandHome("~/a", environment), "/h/a");
  EXPECT_EQ(ExpandHome("~", environment), "/h");
  EXPECT_EQ(ExpandHome("~other/a", environment), "~other/a");
  EXPECT_EQ(ExpandHome("/a/~", environment), "/a/~");
  EXPECT_EQ(ExpandHome("~/a", {}), "~/a");
  EXPECT_EQ(Variable(environment, "EMPTY"), std::nullopt);
  EXPECT_EQ(PathIn("/k", "a/../b"), "/k/b");
  EXPECT_EQ(PathIn("/k", "/abs"), "/abs");
  EXPECT_EQ(PathIn("", "a"), "a");
  EXPECT_EQ(PathIn("/k", ""), "");
  EXPECT_EQ(FolderOfFile("/k/config"), "/k");
  EXPECT_EQ(FolderOfFile("config"), "");
  EXPECT_TRUE(OfThisProcess().environment.contains("PATH"));
}

}  // namespace
}  // namespace mesh
