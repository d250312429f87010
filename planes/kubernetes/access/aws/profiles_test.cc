#include "planes/kubernetes/access/aws/profiles.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

using Profiles = std::map<std::string, AwsProfile>;

Profiles Read(const std::string& text, bool is_config) {
  Profiles out;
  EXPECT_EQ(Text(ReadAwsProfiles(text, "f", is_config, out)), "");
  return out;
}

TEST(AwsProfilesTest, ReadsSectionsAndSettings) {
  EXPECT_EQ(
      Read("# comment\n[default]\nAWS_Access_Key_ID = a\n; another\n\n[x]\nregion=eu-west-1\r\n"
           "key = with = equals # and no comment\n",
           false),
      (Profiles{{"default", {{"aws_access_key_id", "a"}}},
                {"x", {{"region", "eu-west-1"}, {"key", "with = equals # and no comment"}}}}));
}

TEST(AwsProfilesTest, ConfigSectionsSayProfile) {
  EXPECT_EQ(Read("[default]\na = 1\n[profile x]\na = 2\n[profile \"b c\"]\na = 3\n[sso-session y]\n"
                 "a = 4\n[plain]\na = 5\n[profiles]\na = 6\n",
                 true),
            (Profiles{{"default", {{"a", "1"}}}, {"x", {{"a", "2"}}}, {"b c", {{"a", "3"}}}}));
}

TEST(AwsProfilesTest, NestedSettingsAreLeftOut) {
  EXPECT_EQ(Read("[default]\ns3 =\n  max = 20\n  region = no\nregion = yes\n", true),
            (Profiles{{"default", {{"s3", ""}, {"region", "yes"}}}}));
  EXPECT_EQ(Read("[default]\n  a = 1\n  b = 2\n", true),
            (Profiles{{"default", {{"a", "1"}, {"b", "2"}}}}));
}

TEST(AwsProfilesTest, MistakesNameTheLineAndNotTheValue) {
  Profiles out;
  const Diagnostics wrong =
      ReadAwsProfiles("early = 1\n[default]\nsecret-without-equals\n[open\n", "/f", false, out);
  ASSERT_EQ(wrong.size(), 3u) << Text(wrong);
  EXPECT_NE(wrong[0].detail.find("/f:1:"), std::string::npos);
  EXPECT_NE(wrong[1].detail.find("/f:3:"), std::string::npos);
  EXPECT_NE(wrong[2].detail.find("/f:4:"), std::string::npos);
  EXPECT_EQ(Text(wrong).find("secret-without"), std::string::npos);
}

TEST(AwsProfilesTest, CredentialsFileWinsOverConfigFile) {
  FakeWorld world;
  world.environment["HOME"] = "/home/a";
  world.files->Write("/home/a/.aws/credentials",
                     "[default]\nregion = from-credentials\n[x]\na = 1\n");
  world.files->Write("/home/a/.aws/config",
                     "[default]\nregion = from-config\noutput = json\n[profile x]\nb = 2\n");
  const auto profiles = LoadAwsProfiles(world.Get());
  ASSERT_TRUE(profiles);
  EXPECT_EQ(profiles->profiles,
            (Profiles{{"default", {{"region", "from-credentials"}, {"output", "json"}}},
                      {"x", {{"a", "1"}, {"b", "2"}}}}));
}

TEST(AwsProfilesTest, VariablesNameTheFiles) {
  FakeWorld world;
  world.environment = {
      {"HOME", "/h"}, {"AWS_SHARED_CREDENTIALS_FILE", "/c"}, {"AWS_CONFIG_FILE", "~/g"}};
  world.files->Write("/c", "[x]\na = 1\n");
  world.files->Write("/h/g", "[profile y]\na = 2\n");
  const auto profiles = LoadAwsProfiles(world.Get());
  ASSERT_TRUE(profiles);
  EXPECT_EQ(profiles->profiles.size(), 2u);
  world.files->Forbid("/c");
  ASSERT_FALSE(LoadAwsProfiles(world.Get()));
}

}  // namespace
}  // namespace mesh
