// The program's life beside its calls: end, standard streams, log, people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <sstream>

#include "provider/plugin/testing/serve_fixture.h"

namespace mesh::plugin {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using testing::Bounded;
using testing::Child;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Host;
using testing::kProgram;
using testing::Reach;
using testing::Read;
using testing::ServeTest;
using ::testing::StartsWith;

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

TEST_F(ServeTest, ProviderWhoseHostDiedBeforeItBeganGoes) {
  auto variables = testing::HostVariables("");
  variables.erase("PLUGIN_CLIENT_CERT");
  variables["TMPDIR"] = folder_ + "/sockets";
  std::filesystem::create_directory(variables["TMPDIR"]);
  const std::string gate = folder_ + "/gate";
  pid_t provider = 0;
  {
    // The process that will be the provider waits until its host is gone, and what listened to it.
    Child shell(
        {"/bin/sh", "-c",
         "sh -c 'echo $$; until [ -e \"$1\" ]; do :; done; exec \"$0\"' \"$0\" \"$1\" & wait",
         kProgram, gate},
        variables);
    provider = std::stoi(shell.ReadLine());
  }
  std::ofstream(gate).close();
  EXPECT_TRUE(testing::WaitUntilGone(provider));
  EXPECT_TRUE(std::filesystem::is_empty(variables["TMPDIR"]));
}

TEST_F(ServeTest, ProviderWhoseHostDiedBeforeConnectingGoes) {
  // The shell plays the host: it starts the provider and is killed.
  auto variables = testing::HostVariables("");
  variables.erase("PLUGIN_CLIENT_CERT");
  // The provider's process says its own number before it is the provider.
  Child shell({"/bin/sh", "-c", "sh -c 'echo $$; exec \"$0\"' \"$0\" & wait", kProgram}, variables);
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
