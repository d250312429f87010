#include "planes/kubernetes/access/aws/key_chain.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

constexpr char kSts[] = "POST https://sts.eu-west-1.amazonaws.com/";
constexpr char kImds[] = "http://169.254.169.254/latest/";

std::string StsAnswer(const std::string& action, const std::string& id) {
  return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action +
         "Result><AssumedRoleUser><Arn>arn</Arn></AssumedRoleUser><Credentials><AccessKeyId>" + id +
         "</AccessKeyId><SecretAccessKey>s/&amp;</SecretAccessKey><SessionToken>t</SessionToken>"
         "<Expiration>2026-11-21T09:00:00Z</Expiration></Credentials></" +
         action + "Result></" + action + "Response>";
}

std::string KeysJson(const std::string& id) {
  return R"({"Code":"Success","AccessKeyId":")" + id +
         R"(","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-21T14:00:00Z"})";
}

class KeyChainTest : public testing::Test {
 protected:
  KeyChainTest() { world_.environment["HOME"] = "/h"; }

  Result<AwsKeys> Find(AwsIdentity identity = {}) {
    identity.region = "eu-west-1";
    return FindAwsKeys(identity, world_.Get());
  }
  /// The access key's name, or the error's texts.
  std::string Id(const AwsIdentity& identity = {}) {
    const auto keys = Find(identity);
    return keys ? keys->access_key_id : Text(keys.error());
  }
  void Config(const std::string& text) { world_.files->Write("/h/.aws/config", text); }
  void Credentials(const std::string& text) { world_.files->Write("/h/.aws/credentials", text); }
  void Sts(const std::string& action, const std::string& id) {
    world_.answers[kSts] = {200, Secret(StsAnswer(action, id))};
  }
  void Instance(const std::string& id) {
    const std::string base = std::string(kImds) + "meta-data/iam/security-credentials/";
    world_.answers["PUT " + std::string(kImds) + "api/token"] = {200, Secret("imds-token")};
    world_.answers["GET " + base] = {200, Secret("a-role")};
    world_.answers["GET " + base + "a-role"] = {200, Secret(KeysJson(id))};
  }
  std::string Body(std::size_t ask) const { return world_.asks->at(ask).body.Reveal(); }
  bool Says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  FakeWorld world_;
};

TEST_F(KeyChainTest, OrderOfThePlaces) {
  Instance("instance");
  EXPECT_EQ(Id(), "instance");
  world_.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
  world_.answers["GET http://169.254.170.23/v1/credentials"] = {200, Secret(KeysJson("container"))};
  EXPECT_EQ(Id(), "container");
  Config("[default]\nregion = eu-west-1\n");
  EXPECT_EQ(Id(), "container") << "a profile without keys is passed over";
  Credentials(
      "[default]\naws_access_key_id = default\naws_secret_access_key = s\n[other]\n"
      "aws_access_key_id = other\naws_secret_access_key = s\n");
  EXPECT_EQ(Id(), "default");
  world_.environment["AWS_PROFILE"] = "other";
  EXPECT_EQ(Id(), "other");
  world_.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  world_.environment["AWS_ROLE_ARN"] = "arn:role";
  world_.files->Write("/token", "jwt\n");
  Sts("AssumeRoleWithWebIdentity", "web");
  EXPECT_EQ(Id(), "web");
  world_.environment["AWS_ACCESS_KEY_ID"] = "variable";
  world_.environment["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(Id(), "variable");
  EXPECT_EQ(Id({.profile = "default"}), "default") << "a profile of the settings beats variables";
}

TEST_F(KeyChainTest, NothingAnywhereNamesThePlaces) {
  const std::string text = Id();
  for (const std::string place :
       {"AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "/h/.aws/credentials", "/h/.aws/config",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "instance metadata", "eks.profile"}) {
    EXPECT_TRUE(Says(text, place)) << place << " in " << text;
  }
  world_.environment["AWS_EC2_METADATA_DISABLED"] = "true";
  world_.asks->clear();
  EXPECT_FALSE(Find());
  EXPECT_TRUE(world_.asks->empty());
}

TEST_F(KeyChainTest, HalfAPairOfVariablesIsAnError) {
  world_.environment["AWS_SECRET_ACCESS_KEY"] = "very-secret";
  EXPECT_TRUE(Says(Id(), "AWS_ACCESS_KEY_ID is not set"));
  EXPECT_FALSE(Says(Id(), "very-secret"));
}

TEST_F(KeyChainTest, InstanceMetadataIsVersionTwo) {
  Instance("i");
  const auto keys = Find();
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->session_token.Reveal(), "t");
  ASSERT_TRUE(keys->expires);
  EXPECT_EQ(*keys->expires - world_.now(), std::chrono::hours(6));
  ASSERT_EQ(world_.asks->size(), 3u);
  EXPECT_EQ(HeaderOf(world_.asks->at(0), "X-aws-ec2-metadata-token-ttl-seconds"), "21600");
  for (const std::size_t i : {1u, 2u}) {
    EXPECT_EQ(HeaderOf(world_.asks->at(i), "X-aws-ec2-metadata-token"), "imds-token");
    EXPECT_TRUE(world_.asks->at(i).direct);
  }
}

TEST_F(KeyChainTest, ContainerUrisAreJudged) {
  const auto ask = [&](const std::string& uri) {
    world_.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = uri;
    world_.answers["GET " + uri.substr(0, uri.find('?'))] = {200, Secret(KeysJson("c"))};
    return Id();
  };
  for (const std::string good :
       {"https://anywhere.example/x", "http://127.0.0.1:99/x", "http://localhost/x",
        "http://[::1]:1/x", "http://169.254.170.2/x?y=1", "http://169.254.170.23/v1",
        "http://[fd00:ec2::23]/v1"}) {
    EXPECT_EQ(ask(good), "c") << good;
  }
  for (const std::string bad :
       {"http://example.com/x", "http://169.254.170.24/x", "http://169.254.169.254/x",
        "ftp://127.0.0.1/x", "127.0.0.1/x", "http://127.0.0.1@evil.example/x", "/x",
        "http://127.0.0.1.evil.example/"}) {
    world_.asks->clear();
    EXPECT_TRUE(Says(ask(bad), "AWS_CONTAINER_CREDENTIALS_FULL_URI")) << bad;
    EXPECT_TRUE(world_.asks->empty()) << bad;
  }
}

TEST_F(KeyChainTest, ContainerTokenIsSent) {
  world_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/x";
  world_.answers["GET http://169.254.170.2/v2/x"] = {200, Secret(KeysJson("c"))};
  world_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "plain";
  EXPECT_EQ(Id(), "c");
  EXPECT_EQ(HeaderOf(world_.asks->back(), "Authorization"), "plain");
  world_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/pod-token";
  EXPECT_TRUE(Says(Id(), "/pod-token"));
  world_.files->Write("/pod-token", "from-file\n");
  EXPECT_EQ(Id(), "c");
  EXPECT_EQ(HeaderOf(world_.asks->back(), "Authorization"), "from-file");
  world_.files->Write("/pod-token", "a\r\nX-Other: b");
  EXPECT_TRUE(Says(Id(), "line break"));
}

TEST_F(KeyChainTest, ContainerFailureIsNotPassedOver) {
  Instance("instance");
  world_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/x";
  world_.answers["GET http://169.254.170.2/x"] = {403, Secret("{}")};
  EXPECT_TRUE(Says(Id(), "status 403"));
}

TEST_F(KeyChainTest, RoleOfTheSettingsIsAssumed) {
  world_.environment["AWS_ACCESS_KEY_ID"] = "AKID";
  world_.environment["AWS_SECRET_ACCESS_KEY"] = "s";
  world_.environment["AWS_SESSION_TOKEN"] = "session";
  Sts("AssumeRole", "role");
  const auto keys =
      Find({.role_arn = "arn:aws:iam::1:role/a b", .session_name = "mesh", .external_id = "x=1"});
  ASSERT_TRUE(keys) << Text(keys.error());
  EXPECT_EQ(keys->access_key_id, "role");
  EXPECT_EQ(keys->secret_access_key.Reveal(), "s/&");
  EXPECT_EQ(
      Body(0),
      "Action=AssumeRole&Version=2011-06-15&ExternalId=x%3D1&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3A"
      "role%2Fa%20b&RoleSessionName=mesh");
  const std::string authorization = HeaderOf(world_.asks->at(0), "Authorization");
  EXPECT_TRUE(authorization.starts_with(
      "AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/sts/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="))
      << authorization;
}

TEST_F(KeyChainTest, RefusedRoleSaysWhatStsSays) {
  world_.environment["AWS_ACCESS_KEY_ID"] = "AKID";
  world_.environment["AWS_SECRET_ACCESS_KEY"] = "very-secret";
  world_.answers[kSts] = {
      403, Secret("<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                  "<Message>User a is not authorized</Message></Error></ErrorResponse>")};
  const std::string text = Id({.role_arn = "arn:r", .session_name = "mesh"});
  EXPECT_TRUE(Says(text, "arn:r") && Says(text, "AccessDenied: User a is not authorized")) << text;
  EXPECT_FALSE(Says(text, "very-secret"));
  world_.answers[kSts] = {502, Secret("<html>")};
  EXPECT_TRUE(Says(Id({.role_arn = "arn:r", .session_name = "mesh"}), "status 502"));
  world_.answers[kSts] = {200, Secret("<html></html>")};
  EXPECT_TRUE(Says(Id({.role_arn = "arn:r", .session_name = "mesh"}), "without an access key"));
}

TEST_F(KeyChainTest, ProfilesAssumeRolesByWayOfOthers) {
  Config(
      "[profile a]\nrole_arn = arn:a\nsource_profile = b\nrole_session_name = me\n"
      "external_id = e\n[profile self]\nrole_arn = arn:self\nsource_profile = self\n");
  Credentials(
      "[b]\naws_access_key_id = b\naws_secret_access_key = s\n[self]\n"
      "aws_access_key_id = self\naws_secret_access_key = s\n");
  Sts("AssumeRole", "role");
  EXPECT_EQ(Id({.profile = "a"}), "role");
  EXPECT_TRUE(Says(Body(0), "&ExternalId=e&RoleArn=arn%3Aa&RoleSessionName=me")) << Body(0);
  EXPECT_EQ(Id({.profile = "self"}), "role");
}

TEST_F(KeyChainTest, ProfilesTakeKeysFromOtherSources) {
  Config(
      "[profile env]\nrole_arn = arn:e\ncredential_source = Environment\n"
      "[profile box]\nrole_arn = arn:b\ncredential_source = EcsContainer\n"
      "[profile ec2]\nrole_arn = arn:i\ncredential_source = Ec2InstanceMetadata\n"
      "[profile web]\nrole_arn = arn:w\nweb_identity_token_file = ~/jwt\n");
  world_.environment["AWS_ACCESS_KEY_ID"] = "v";
  world_.environment["AWS_SECRET_ACCESS_KEY"] = "s";
  world_.environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/x";
  world_.answers["GET http://169.254.170.2/x"] = {200, Secret(KeysJson("c"))};
  Instance("i");
  Sts("AssumeRole", "role");
  for (const auto& [profile, id] :
       std::map<std::string, std::string>{{"env", "v"}, {"box", "c"}, {"ec2", "i"}}) {
    EXPECT_EQ(Id({.profile = profile}), "role");
    EXPECT_TRUE(Says(HeaderOf(world_.asks->back(), "Authorization"), "Credential=" + id + "/"));
  }
  world_.files->Write("/h/jwt", "a.b.c");
  Sts("AssumeRoleWithWebIdentity", "web");
  EXPECT_EQ(Id({.profile = "web"}), "web");
  EXPECT_TRUE(Says(world_.asks->back().body.Reveal(), "WebIdentityToken=a.b.c"));
  EXPECT_EQ(HeaderOf(world_.asks->back(), "Authorization"), "") << "it is asked for without keys";
}

TEST_F(KeyChainTest, WhatNeedsAPersonIsRefusedWithTheWayOut) {
  Config(
      "[profile sso]\nsso_session = x\nsso_account_id = 1\n[profile mfa]\nrole_arn = r\n"
      "source_profile = b\nmfa_serial = m\n[profile login]\nlogin_session = arn\n");
  EXPECT_TRUE(Says(Id({.profile = "sso"}), "`exec`") &&
              Says(Id({.profile = "sso"}), "eks get-token"));
  EXPECT_TRUE(Says(Id({.profile = "mfa"}), "mfa_serial") && Says(Id({.profile = "mfa"}), "`exec`"));
  EXPECT_TRUE(Says(Id({.profile = "login"}), "aws login"));
}

TEST_F(KeyChainTest, MistakesInProfilesAreSaid) {
  Config(
      "[profile circle]\nrole_arn = r\nsource_profile = round\n[profile round]\nrole_arn = r\n"
      "source_profile = circle\n[profile nobody]\nrole_arn = r\n[profile both]\nrole_arn = r\n"
      "source_profile = a\ncredential_source = Environment\n[profile odd]\nrole_arn = r\n"
      "credential_source = Moon\n[profile half]\naws_access_key_id = a\n[profile empty]\n"
      "region = x\n[profile dangling]\nrole_arn = r\nsource_profile = gone\n");
  EXPECT_TRUE(Says(Id({.profile = "circle"}), "circle"));
  EXPECT_TRUE(Says(Id({.profile = "nobody"}), "neither source_profile nor credential_source"));
  EXPECT_TRUE(Says(Id({.profile = "both"}), "has both"));
  EXPECT_TRUE(Says(Id({.profile = "odd"}), "\"Moon\""));
  EXPECT_TRUE(Says(Id({.profile = "half"}), "has only one of"));
  EXPECT_TRUE(Says(Id({.profile = "empty"}), "says nothing of where keys are"));
  EXPECT_TRUE(Says(Id({.profile = "dangling"}), "No AWS profile \"gone\""));
  EXPECT_TRUE(Says(Id({.profile = "missing"}), "\"circle\"")) << "those that exist are listed";
}

TEST_F(KeyChainTest, EndpointOfStsCanBeReplaced) {
  world_.environment = {{"AWS_ACCESS_KEY_ID", "a"},
                        {"AWS_SECRET_ACCESS_KEY", "s"},
                        {"AWS_ENDPOINT_URL_STS", "http://127.0.0.1:4566/base"}};
  world_.answers["POST http://127.0.0.1:4566/base/"] = {200, Secret(StsAnswer("AssumeRole", "l"))};
  EXPECT_EQ(Id({.role_arn = "r", .session_name = "mesh"}), "l");
}

TEST_F(KeyChainTest, RegionComesFromVariablesThenProfile) {
  const auto region = [&](const std::string& profile = "") {
    return FindAwsRegion(profile, world_.Get()).value();
  };
  EXPECT_EQ(region(), "");
  Config("[default]\nregion = d-1\n[profile x]\nregion = x-1\n");
  EXPECT_EQ(region(), "d-1");
  EXPECT_EQ(region("x"), "x-1");
  world_.environment["AWS_DEFAULT_REGION"] = "e-1";
  EXPECT_EQ(region("x"), "e-1");
  world_.environment["AWS_REGION"] = "f-1";
  EXPECT_EQ(region(), "f-1");
}

}  // namespace
}  // namespace mesh
