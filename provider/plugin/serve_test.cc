// Connection and calls as a host sees them: a real process, driven over its socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "provider/plugin/testing/serve_fixture.h"

namespace mesh::plugin {
namespace {

using ::testing::AllOf;
using testing::Bounded;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Host;
using testing::kProgram;
using ::testing::Not;
using testing::Plan;
using testing::Reach;
using testing::Read;
using testing::ServeTest;
using ::testing::StartsWith;
namespace wire = tfplugin6;

grpc::Status Stop(wire::Provider::Stub& provider) {
  wire::StopProvider::Response response;
  const auto context = Bounded();
  return provider.StopProvider(context.get(), {}, &response);
}

// ---- handshake and connection

TEST_F(ServeTest, HandshakeLineHasSixFieldsAndTheProgramAnswers) {
  Host host(kProgram);
  ASSERT_EQ(host.fields().size(), 6U) << host.line();
  EXPECT_EQ(host.fields()[0], "1");
  EXPECT_EQ(host.fields()[1], "6");
  EXPECT_EQ(host.fields()[2], "unix");
  EXPECT_THAT(host.fields()[3], StartsWith("/"));
  EXPECT_EQ(host.fields()[4], "grpc");
  EXPECT_GT(host.fields()[5].size(), 50U);  // hosts ignore shorter ones
  EXPECT_THAT(host.fields()[5], Not(HasSubstr("=")));
  host.Open();
  std::string planned;
  EXPECT_TRUE(Plan(host.provider(), "\x81\xA1x\xC0", &planned).ok());
  EXPECT_EQ(planned, "\x81\xA1x\xC0");
}

TEST_F(ServeTest, OnlyTheHostsOwnCertificateIsLetIn) {
  Host host(kProgram);
  EXPECT_EQ(Reach(host.Connect(testing::MakeHostCertificate())), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reach(host.Connect(testing::HostCertificate{})), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reach(grpc::CreateChannel("unix:" + host.socket(), grpc::InsecureChannelCredentials())),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reach(host.Connect()), grpc::StatusCode::OK);
}

TEST_F(ServeTest, WithoutAClientCertificateThereIsNoTls) {
  Host host(kProgram, {{"PLUGIN_CLIENT_CERT", ""}});
  ASSERT_EQ(host.fields().size(), 6U) << host.line();
  EXPECT_EQ(host.fields()[5], "");
  EXPECT_EQ(Reach(host.Connect()), grpc::StatusCode::OK);
}

TEST_F(ServeTest, MultiplexingIsDeclined) {
  Host host(kProgram, {{"PLUGIN_MULTIPLEX_GRPC", "true"}});
  ASSERT_EQ(host.fields().size(), 7U);
  EXPECT_EQ(host.fields()[6], "false");
}

TEST_F(ServeTest, SocketBelongsToItsUserAlone) {
  Host host(kProgram);
  struct stat what {};
  ASSERT_EQ(stat(host.socket().c_str(), &what), 0);
  EXPECT_TRUE(S_ISSOCK(what.st_mode));
  EXPECT_EQ(what.st_mode & 0077U, 0U);
}

TEST_F(ServeTest, SocketGoesWhereTheHostWantsItAndToItsGroup) {
  Host host(kProgram, {{"PLUGIN_UNIX_SOCKET_DIR", folder_},
                       {"PLUGIN_UNIX_SOCKET_GROUP", std::to_string(getgid())}});
  EXPECT_THAT(host.socket(), StartsWith(folder_ + "/"));
  struct stat what {};
  ASSERT_EQ(stat(host.socket().c_str(), &what), 0);
  EXPECT_EQ(what.st_gid, getgid());
  EXPECT_EQ(what.st_mode & 0777U, 0660U);
  EXPECT_EQ(Reach(host.Connect()), grpc::StatusCode::OK);
}

TEST_F(ServeTest, UnusableSocketFolderIsAnErrorThatNamesIt) {
  Host host(kProgram, {{"PLUGIN_UNIX_SOCKET_DIR", folder_ + "/none"}});
  EXPECT_EQ(host.line(), "");
  const auto status = host.child().Wait();
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 1);
  EXPECT_THAT(host.child().RestOfErrors(),
              AllOf(HasSubstr("PLUGIN_UNIX_SOCKET_DIR"), HasSubstr(folder_ + "/none")));
}

TEST_F(ServeTest, TemporaryFolderMayBeTooLongOrHoldSpaces) {
  const std::string too_long = folder_ + '/' + std::string(120, 'x');
  std::filesystem::create_directory(too_long);
  Host fallen_back(kProgram, {{"TMPDIR", too_long}});
  EXPECT_THAT(fallen_back.socket(), StartsWith("/tmp/"));
  EXPECT_EQ(Reach(fallen_back.Connect()), grpc::StatusCode::OK);

  const std::string spaced = folder_ + "/a b%20c";
  std::filesystem::create_directory(spaced);
  Host host(kProgram, {{"TMPDIR", spaced}});
  EXPECT_THAT(host.socket(), StartsWith(spaced + "/"));
  EXPECT_TRUE(std::filesystem::is_socket(host.socket()));
}

TEST_F(ServeTest, MessagesFarAboveGrpcsOwnLimitPassBothWays) {
  Host host(kProgram);
  host.Open();
  const std::string large(20U * 1024 * 1024, 'x');
  std::string planned;
  EXPECT_TRUE(Plan(host.provider(), large, &planned).ok());
  EXPECT_EQ(planned, large);
}

// ---- services beside the provider

TEST_F(ServeTest, HealthKnowsPluginAndNothingElse) {
  Host host(kProgram);
  const auto health = grpc::health::v1::Health::NewStub(host.Connect());
  grpc::health::v1::HealthCheckRequest request;
  grpc::health::v1::HealthCheckResponse response;
  request.set_service("plugin");
  EXPECT_TRUE(health->Check(Bounded().get(), request, &response).ok());
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  const auto watching = Bounded();
  const auto watch = health->Watch(watching.get(), request);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  watching->TryCancel();
  request.set_service("other");
  EXPECT_EQ(health->Check(Bounded().get(), request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ServeTest, CallsWithStreamsWork) {
  Host host(kProgram);
  host.Open();
  wire::ListResource::Request request;
  request.set_limit(3);
  const auto context = Bounded();
  const auto reader = host.provider().ListResource(context.get(), request);
  std::vector<std::string> names;
  for (wire::ListResource::Event event; reader->Read(&event);)
    names.push_back(event.display_name());
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_THAT(names, ElementsAre("0", "1", "2"));
}

TEST_F(ServeTest, CallTheProviderLacksIsUnimplemented) {
  Host host(kProgram);
  host.Open();
  wire::CallFunction::Response response;
  EXPECT_EQ(host.provider().CallFunction(Bounded().get(), {}, &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServeTest, ThrowingCallFailsAloneAndNamesItself) {
  Host host(kProgram);
  host.Open();
  const grpc::Status status = Read(host.provider(), "throw");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), HasSubstr("ReadResource"));
  EXPECT_TRUE(Read(host.provider(), "").ok());
}

TEST_F(ServeTest, StopGetsThroughWhateverElseIsWaiting) {
  Host host(kProgram);
  host.Open();
  std::vector<std::future<grpc::Status>> waiting;
  for (int i = 0; i < 12; ++i) {
    waiting.push_back(
        std::async(std::launch::async, [&] { return Read(host.provider(), "wait"); }));
    waiting.push_back(std::async(std::launch::async, [&] {
      wire::ApplyResourceChange::Request request;
      request.set_type_name("wait");
      wire::ApplyResourceChange::Response response;
      return host.provider().ApplyResourceChange(Bounded().get(), request, &response);
    }));
  }
  std::string planned;
  EXPECT_TRUE(Plan(host.provider(), "x", &planned).ok());  // others go on meanwhile
  EXPECT_TRUE(Stop(host.provider()).ok());
  for (auto& one : waiting) EXPECT_TRUE(one.get().ok());
}

}  // namespace
}  // namespace mesh::plugin
