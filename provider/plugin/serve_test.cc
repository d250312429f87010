// The program as its host and its user see it: a real process, driven over its socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <sstream>

#include "provider/plugin/testing/host.h"

namespace mesh::plugin {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using testing::Bounded;
using testing::Child;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Host;
using ::testing::Not;
using ::testing::StartsWith;
namespace wire = tfplugin6;

const std::string kProgram = MESH_BUILD_DIR "/tests/mesh_echo_provider";

class ServeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = "/tmp/mesh-serve-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

grpc::Status Plan(wire::Provider::Stub& provider, const std::string& value, std::string* planned) {
  wire::PlanResourceChange::Request request;
  request.mutable_proposed_new_state()->set_msgpack(value);
  wire::PlanResourceChange::Response response;
  const auto context = Bounded();
  const grpc::Status status = provider.PlanResourceChange(context.get(), request, &response);
  *planned = response.planned_state().msgpack();
  return status;
}

testing::HostCertificate Nobody() { return {}; }

/// Whether a connection with these credentials gets an answer.
grpc::StatusCode Reach(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = wire::Provider::NewStub(channel);
  std::string planned;
  return Plan(*stub, "x", &planned).error_code();
}

grpc::Status Read(wire::Provider::Stub& provider, const std::string& what) {
  wire::ReadResource::Request request;
  request.set_type_name(what);
  wire::ReadResource::Response response;
  const auto context = Bounded();
  return provider.ReadResource(context.get(), request, &response);
}

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
  EXPECT_EQ(Reach(host.Connect(Nobody())), grpc::StatusCode::UNAVAILABLE);
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

// ---- the end

TEST_F(ServeTest, ShutdownFinishesTheBooksRemovesTheSocketAndExitsWithZero) {
  Host host(kProgram, {{"ECHO_BOOKS", folder_ + "/books"}});
  host.Open();
  const auto status = host.End();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/books"));
  EXPECT_FALSE(std::filesystem::exists(host.socket()));
}

TEST_F(ServeTest, ShutdownDoesNotWaitForACallThatHangs) {
  Host host(kProgram);
  host.Open();
  auto hanging = std::async(std::launch::async, [&] { return Read(host.provider(), "wait"); });
  const auto status = host.End();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0);
  EXPECT_EQ(hanging.get().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServeTest, ProviderOfADeadHostFinishesItsBooksAndGoes) {
  Host host(kProgram, {{"ECHO_BOOKS", folder_ + "/books"}});
  host.Open();
  EXPECT_TRUE(Read(host.provider(), "").ok());
  host.Vanish();
  const auto status = host.child().Wait();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/books"));
  EXPECT_FALSE(std::filesystem::exists(host.socket()));
}

TEST_F(ServeTest, ProviderWhoseHostDiedBeforeConnectingGoes) {
  // The shell plays the host: it starts the provider and is killed.
  auto variables = testing::HostVariables("");
  variables.erase("PLUGIN_CLIENT_CERT");
  Child shell({"/bin/sh", "-c", "\"$0\" & echo $!; wait", kProgram}, variables);
  const pid_t provider = std::stoi(shell.ReadLine());
  EXPECT_THAT(shell.ReadLine(), StartsWith("1|6|unix|"));
  shell.Send(SIGKILL);
  ASSERT_TRUE(shell.Wait());
  EXPECT_TRUE(testing::WaitUntilGone(provider));
}

TEST_F(ServeTest, InterruptIsLeftToTheHost) {
  Host host(kProgram);
  host.Open();
  host.child().Send(SIGINT);
  EXPECT_TRUE(Read(host.provider(), "").ok());
  const auto status = host.End();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0);
}

TEST_F(ServeTest, TermEndsItAndRemovesTheSocket) {
  Host host(kProgram);
  host.child().Send(SIGTERM);
  const auto status = host.child().Wait();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFSIGNALED(*status) && WTERMSIG(*status) == SIGTERM);
  EXPECT_FALSE(std::filesystem::exists(host.socket()));
}

// ---- standard streams and log

TEST_F(ServeTest, PrintingAfterTheHandshakeHarmsNobody) {
  Host host(kProgram);
  host.Open();
  EXPECT_TRUE(Read(host.provider(), "stdout").ok());
  EXPECT_TRUE(host.End());
  EXPECT_EQ(host.child().RestOfOutput(), "");
  EXPECT_THAT(host.child().RestOfErrors(), HasSubstr("a stray line"));
}

std::vector<json> LinesUnder(const Child::Variables& variables) {
  Host host(kProgram, variables);
  host.Open();
  EXPECT_TRUE(Read(host.provider(), "log").ok());
  EXPECT_TRUE(host.End());
  std::istringstream text(host.child().RestOfErrors());
  std::vector<json> out;
  for (std::string line; std::getline(text, line);) out.push_back(json::parse(line));
  return out;
}

std::vector<std::string> Levels(const std::vector<json>& lines) {
  std::vector<std::string> out;
  for (const json& line : lines) {
    if (line["@message"] == "serving" || line["@message"] == "ending") continue;
    out.push_back(line["@level"]);
  }
  return out;
}

TEST_F(ServeTest, LogFollowsTheHostsLevel) {
  EXPECT_THAT(Levels(LinesUnder({})), ElementsAre());
  EXPECT_THAT(Levels(LinesUnder({{"TF_LOG", "warn"}})), ElementsAre("warn", "error"));
  EXPECT_THAT(Levels(LinesUnder({{"TF_LOG", "error"}, {"TF_LOG_PROVIDER", "INFO"}})),
              ElementsAre("info", "warn", "error"));
  EXPECT_THAT(Levels(LinesUnder({{"TF_LOG", "trace"}, {"TF_LOG_PROVIDER_MESH", "error"}})),
              ElementsAre("error"));
  EXPECT_THAT(Levels(LinesUnder({{"TF_LOG", "trace"}})),
              ElementsAre("trace", "debug", "info", "warn", "error"));
}

TEST_F(ServeTest, LogLinesAreJsonOfStringsAndValidUtf8) {
  for (const json& line : LinesUnder({{"TF_LOG", "trace"}})) {
    for (const auto& [key, value] : line.items()) EXPECT_TRUE(value.is_string()) << key;
    EXPECT_EQ(line.value("bad", "\uFFFD"), "\uFFFD");
  }
}

// ---- people

TEST_F(ServeTest, StartedByHandItExplainsItself) {
  Child child({kProgram}, {});
  EXPECT_THAT(child.RestOfErrors(),
              AllOf(HasSubstr("plugin"), HasSubstr("terraform init"), HasSubstr("tofu init"),
                    HasSubstr("source = \"meshgen/mesh\""), HasSubstr("-debug")));
  EXPECT_EQ(child.RestOfOutput(), "");
  const auto status = child.Wait();
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 1);
}

TEST_F(ServeTest, VersionHelpAndUnknownArguments) {
  Child version({kProgram, "--version"}, {});
  EXPECT_EQ(version.RestOfOutput(), "echo_provider 0.0.1\n");
  EXPECT_EQ(WEXITSTATUS(version.Wait().value_or(-1)), 0);
  Child help({kProgram, "--help"}, {});
  EXPECT_THAT(help.RestOfOutput(), HasSubstr("-debug"));
  EXPECT_EQ(WEXITSTATUS(help.Wait().value_or(-1)), 0);
  Child unknown({kProgram, "--frobnicate"}, {});
  EXPECT_THAT(unknown.RestOfErrors(), AllOf(HasSubstr("--frobnicate"), HasSubstr("--help")));
  EXPECT_EQ(WEXITSTATUS(unknown.Wait().value_or(-1)), 2);
}

/// The JSON between the quotes of the export line that -debug prints.
json Reattach(Child& child) {
  static const std::string kBefore = "TF_REATTACH_PROVIDERS='";
  for (std::string line = child.ReadLine();; line = child.ReadLine()) {
    const auto at = line.find(kBefore);
    if (at == std::string::npos) continue;
    return json::parse(line.substr(at + kBefore.size(), line.rfind('\'') - at - kBefore.size()));
  }
}

TEST_F(ServeTest, DebuggingSessionServesAnyNumberOfHostsUntilInterrupted) {
  Child child({kProgram, "-debug"}, {{"ECHO_BOOKS", folder_ + "/books"}});
  const json entry = Reattach(child).at("registry.terraform.io/meshgen/mesh");
  EXPECT_EQ(entry["Pid"], child.pid());
  EXPECT_EQ(entry["ProtocolVersion"], 6);
  EXPECT_EQ(entry["Test"], true);
  const std::string path = entry["Addr"]["String"];
  for (int i = 0; i < 2; ++i) {
    const auto channel = grpc::CreateChannel("unix:" + path, grpc::InsecureChannelCredentials());
    const auto context = Bounded();
    const auto stdio = ::plugin::GRPCStdio::NewStub(channel)->StreamStdio(context.get(), {});
    EXPECT_EQ(Reach(channel), grpc::StatusCode::OK);
    ::plugin::Empty response;
    EXPECT_TRUE(
        ::plugin::GRPCController::NewStub(channel)->Shutdown(Bounded().get(), {}, &response).ok());
    EXPECT_EQ(Reach(channel), grpc::StatusCode::OK);
    context->TryCancel();
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/books"));
  child.Send(SIGINT);
  const auto status = child.Wait();
  ASSERT_TRUE(status);
  EXPECT_TRUE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/books"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace mesh::plugin
