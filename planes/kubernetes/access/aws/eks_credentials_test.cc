#include "planes/kubernetes/access/aws/eks_credentials.h"

#include <gtest/gtest.h>

#include "core/formats/encoding.h"
#include "planes/kubernetes/access/aws/endpoint.h"
#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class EksTest : public testing::Test {
 protected:
  EksTest() {
    world_.environment = {{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "very-secret"}};
  }
  std::shared_ptr<Credentials> Make() { return EksCredentials(cluster_, world_.Get()); }
  void Role(const std::string& id, const std::string& expires) {
    cluster_.identity.role_arn = "arn:r";
    world_.answers["POST https://sts.eu-west-1.amazonaws.com/"] = {
        200,
        Secret("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + id +
               "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t"
               "</SessionToken><Expiration>" +
               expires + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")};
  }

  FakeWorld world_;
  EksCluster cluster_{.name = "prod",
                      .region = "eu-west-1",
                      .identity = {.profile = "",
                                   .role_arn = "",
                                   .session_name = "mesh",
                                   .external_id = "",
                                   .region = "eu-west-1"},
                      .at = "eks"};
};

/// The text behind unpadded base64 with the URL alphabet.
std::string DecodeUrl(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (text.size() % 4 != 0) text += '=';
  return DecodeBase64(text).value();
}

TEST_F(EksTest, TokenIsAPresignedCallBoundToTheCluster) {
  const std::string token =
      EksToken("prod", "eu-west-1", {"AKID", Secret("s"), Secret("tok/en"), {}}, world_.now())
          .Reveal();
  ASSERT_TRUE(token.starts_with("k8s-aws-v1."));
  EXPECT_EQ(token.find('='), std::string::npos);
  const std::string url = DecodeUrl(token.substr(11));
  EXPECT_TRUE(url.starts_with(
      "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&"
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20261121%2Feu-west-1%2Fsts%2F"
      "aws4_request&X-Amz-Date=20261121T080000Z&X-Amz-Expires=60&X-Amz-SignedHeaders="
      "host%3Bx-k8s-aws-id&X-Amz-Security-Token=tok%2Fen&X-Amz-Signature="))
      << url;
}

TEST_F(EksTest, TokenIsRenewedBeforeItExpires) {
  const auto credentials = Make();
  const auto first = credentials->Current();
  ASSERT_TRUE(first) << Text(first.error());
  world_.Advance(minutes(13) - seconds(1));
  EXPECT_EQ(credentials->Current()->version, first->version);
  world_.Advance(seconds(1));
  const auto second = credentials->Current();
  EXPECT_NE(second->version, first->version);
  EXPECT_NE(second->authorization, first->authorization);
}

TEST_F(EksTest, RefusedTokenIsMintedAnew) {
  const auto credentials = Make();
  const auto first = credentials->Current();
  world_.Advance(seconds(1));
  const auto second = credentials->Current(first->version);
  EXPECT_GT(second->version, first->version);
  EXPECT_EQ(credentials->Current(first->version)->version, second->version)
      << "another thread has renewed it meanwhile";
}

TEST_F(EksTest, KeysOfARoleAreKeptUntilFiveMinutesBeforeTheyExpire) {
  Role("ROLE", "2026-11-21T09:00:00Z");
  const auto credentials = Make();
  ASSERT_TRUE(credentials->Current());
  for (int i = 0; i < 4; ++i) {
    world_.Advance(minutes(13));
    ASSERT_TRUE(credentials->Current());
  }
  EXPECT_EQ(world_.asks->size(), 1u);
  Role("NEXT", "2026-11-21T10:00:00Z");
  world_.Advance(minutes(7));
  ASSERT_TRUE(credentials->Current());
  EXPECT_EQ(world_.asks->size(), 2u);
}

TEST_F(EksTest, TokenOutlivesNoKeys) {
  Role("ROLE", "2026-11-21T08:10:00Z");
  const auto credentials = Make();
  const auto first = credentials->Current();
  ASSERT_TRUE(first);
  world_.Advance(minutes(9));
  EXPECT_NE(credentials->Current()->version, first->version);
}

TEST_F(EksTest, RefusalDropsTheKeysToo) {
  Role("ROLE", "2026-11-21T09:00:00Z");
  const auto credentials = Make();
  const auto first = credentials->Current();
  world_.Advance(seconds(1));
  ASSERT_TRUE(credentials->Current(first->version));
  EXPECT_EQ(world_.asks->size(), 2u);
}

TEST_F(EksTest, ErrorsPointAtTheBlock) {
  world_.environment.clear();
  const auto failed = Make()->Current();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().front().path, Path("eks"));
}

TEST_F(EksTest, ClusterIsLookedUp) {
  const std::string place = "GET https://eks.eu-west-1.amazonaws.com/clusters/prod";
  world_.answers[place] = {200, Secret(R"({"cluster":{"endpoint":"https://X.eks.amazonaws.com",)"
                                       R"("certificateAuthority":{"data":"UEVN"}}})")};
  const auto found = DescribeEksCluster(cluster_, world_.Get());
  ASSERT_TRUE(found) << Text(found.error());
  EXPECT_EQ(found->server, "https://X.eks.amazonaws.com");
  EXPECT_EQ(found->ca_pem, "PEM");
  EXPECT_TRUE(HeaderOf(world_.asks->at(0), "Authorization")
                  .starts_with("AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/eks/"));

  const auto says = [&](int status, const std::string& body) {
    world_.answers[place] = {status, Secret(body)};
    const auto failed = DescribeEksCluster(cluster_, world_.Get());
    return failed ? "" : Text(failed.error());
  };
  EXPECT_NE(says(404, R"({"message":"No cluster found"})").find("eks.cluster_name"),
            std::string::npos);
  EXPECT_NE(says(403, R"({"message":"not authorized"})").find("not authorized"), std::string::npos);
  EXPECT_NE(says(500, "").find("status 500"), std::string::npos);
  EXPECT_NE(says(200, R"({"cluster":{"status":"CREATING"}})").find("CREATING"), std::string::npos);
  EXPECT_NE(says(200, "not json"), "");
}

TEST(AwsEndpointTest, HostsFollowThePartition) {
  EXPECT_EQ(AwsHost("sts", "us-east-1"), "sts.us-east-1.amazonaws.com");
  EXPECT_EQ(AwsHost("sts", "us-gov-west-1"), "sts.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(AwsHost("eks", "cn-north-1"), "eks.cn-north-1.amazonaws.com.cn");
  EXPECT_TRUE(IsAwsRegion("ap-southeast-3"));
  for (const std::string bad :
       {"", "eu", "eu-west", "eu-west-1.evil.example/", "EU-WEST-1", "a/b-c-1"}) {
    EXPECT_FALSE(IsAwsRegion(bad)) << bad;
  }
}

TEST(AwsEndpointTest, RegionStandsInTheHost) {
  EXPECT_EQ(RegionInEksHost("abc.gr7.eu-west-1.eks.amazonaws.com"), "eu-west-1");
  EXPECT_EQ(RegionInEksHost("abc.sk1.cn-north-1.eks.amazonaws.com.cn"), "cn-north-1");
  for (const std::string other :
       {"kubernetes.example", "eks.amazonaws.com", "a.eu-west-1.eks.amazonaws.com.evil.example",
        "a.cn-north-1.eks.amazonaws.com", ".eks.", ".eks.amazonaws.com"}) {
    EXPECT_EQ(RegionInEksHost(other), "") << other;
  }
}

}  // namespace
}  // namespace mesh
