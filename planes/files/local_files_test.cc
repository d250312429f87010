#include "planes/files/local_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace mesh {
namespace {

class LocalFilesTest : public testing::Test {
 protected:
  LocalFilesTest() {
    std::filesystem::create_directories(root_ / "b");
    std::ofstream(root_ / "z.yaml") << "z";
    std::ofstream(root_ / "b" / "a.yaml") << "a";
  }
  ~LocalFilesTest() override { std::filesystem::remove_all(root_); }
  const std::filesystem::path root_ =
      std::filesystem::path(testing::TempDir()) / ("local_files_" + std::to_string(getpid()));
  const std::unique_ptr<Files> files_ = LocalFiles();
};

TEST_F(LocalFilesTest, ListsFoldersSortedAndReadsFiles) {
  const auto listed = files_->List(root_);
  ASSERT_TRUE(listed);
  EXPECT_EQ(*listed, (std::vector<std::string>{root_ / "b" / "a.yaml", root_ / "z.yaml"}));
  EXPECT_EQ(files_->Read(root_ / "z.yaml").value(), "z");
  EXPECT_EQ(files_->List(root_ / "z.yaml")->size(), 1u);
}

TEST_F(LocalFilesTest, ErrorsNameThePath) {
  for (const std::string path : {root_ / "missing", root_ / "b"}) {
    const auto read = files_->Read(path);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().front().summary.find(path), std::string::npos);
  }
  EXPECT_FALSE(files_->List(root_ / "missing"));
}

}  // namespace
}  // namespace mesh
