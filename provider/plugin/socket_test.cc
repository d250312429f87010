#include "provider/plugin/socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace mesh::plugin {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class SocketTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = "/tmp/mesh-socket-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(SocketTest, TemporaryFolderIsTheFirstChoice) {
  const auto path = ChooseSocketPath({}, folder_);
  ASSERT_TRUE(path);
  EXPECT_THAT(*path, StartsWith(folder_ + "/mesh-"));
}

TEST_F(SocketTest, TwoProcessesNeverGetOnePath) {
  EXPECT_NE(*ChooseSocketPath({}, folder_), *ChooseSocketPath({}, folder_));
}

TEST_F(SocketTest, FolderTooLongOrMissingFallsBackToTmp) {
  const std::string longer = folder_ + '/' + std::string(90, 'x');
  std::filesystem::create_directory(longer);
  for (const std::string& unusable :
       {longer, folder_ + "/none", std::string(), std::string("rel")}) {
    const auto path = ChooseSocketPath({}, unusable);
    ASSERT_TRUE(path) << unusable;
    EXPECT_THAT(*path, StartsWith("/tmp/mesh-")) << unusable;
    EXPECT_LE(path->size(), kLongestSocketPath);
  }
}

TEST_F(SocketTest, HostsOwnFolderIsUsedOrRefusedButNeverReplaced) {
  HostRequest host;
  host.socket_folder = folder_;
  EXPECT_THAT(*ChooseSocketPath(host, "/tmp"), StartsWith(folder_ + "/mesh-"));
  host.socket_folder = folder_ + "/none";
  const auto refused = ChooseSocketPath(host, "/tmp");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error()[0].summary, HasSubstr("PLUGIN_UNIX_SOCKET_DIR"));
  EXPECT_THAT(refused.error()[0].detail, HasSubstr(folder_ + "/none"));
}

TEST(GrpcAddress, EscapesWhatAUriCannotHold) {
  EXPECT_EQ(GrpcAddress("/tmp/a-b_c.d/e"), "unix:/tmp/a-b_c.d/e");
  EXPECT_EQ(GrpcAddress("/tmp/a b%c?#\xC3\xA9"), "unix:/tmp/a%20b%25c%3F%23%C3%A9");
}

TEST(GroupNumber, NumberNameAndNeither) {
  const std::string file = "root:x:0:\nstaff:x:50:a,b\nbroken\nstaffing:x:51:\n";
  EXPECT_EQ(*GroupNumber("1234", file), 1234U);
  EXPECT_EQ(*GroupNumber("staff", file), 50U);
  const auto refused = GroupNumber("staf", file);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error()[0].detail, HasSubstr("\"staf\""));
  EXPECT_FALSE(GroupNumber("broken", file));
}

}  // namespace
}  // namespace mesh::plugin
