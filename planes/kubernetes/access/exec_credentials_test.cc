#include "planes/kubernetes/access/exec_credentials.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/formats/json.h"
#include "planes/kubernetes/access/testing/certificates.h"
#include "planes/kubernetes/access/testing/fake_surroundings.h"
#include "planes/kubernetes/access/testing/script_folder.h"

namespace mesh {
namespace {

using std::chrono::seconds;
constexpr char kV1[] = "client.authentication.k8s.io/v1";

std::string Credential(const std::string& status, const std::string& version = kV1) {
  return "{\"apiVersion\":\"" + version + "\",\"kind\":\"ExecCredential\",\"status\":{" + status +
         "}}";
}

class ExecTest : public testing::Test {
 protected:
  ExecTest() {
    world_.environment = {{"PATH", "/usr/bin:/bin"}, {"MY_API_TOKEN", "inherited-hush"}};
    declaration_.plugin.api_version = kV1;
    declaration_.plugin.interactive_mode = "Never";
    declaration_.source = "user \"u\" of c";
    declaration_.at = "kubernetes";
    declaration_.bound = seconds(300);
  }
  std::shared_ptr<Credentials> Plugin(const std::string& body) {
    declaration_.plugin.command = folder_.Script("plugin", body);
    return Make();
  }
  std::shared_ptr<Credentials> Make() {
    Surroundings surroundings = world_.Get();
    surroundings.stop = stop_.get_token();
    auto made = ExecCredentials(declaration_, surroundings);
    EXPECT_TRUE(made) << Text(made.error());
    return made.value();
  }
  std::string Problem(const std::string& body) {
    const auto current = Plugin(body)->Current();
    return current ? "" : Text(current.error());
  }
  bool Says(const std::string& body, const std::string& part) {
    const std::string text = Problem(body);
    return text.find(part) != std::string::npos || (ADD_FAILURE() << part << " in\n"
                                                                  << text,
                                                    false);
  }
  std::size_t Runs() const { return folder_.Read("runs").size(); }
  std::string CountAnd(const std::string& body) const {
    return "printf x >>'" + folder_.path() + "/runs'; " + body;
  }

  ScriptFolder folder_;
  FakeWorld world_;
  ExecDeclaration declaration_;
  std::stop_source stop_;
};

TEST_F(ExecTest, TokenIsKeptUntilShortlyBeforeItExpires) {
  const auto credentials = Plugin(CountAnd(
      "echo '" + Credential("\"token\":\"t\",\"expirationTimestamp\":\"2026-11-21T08:10:00Z\"") +
      "'"));
  EXPECT_EQ(Runs(), 0u) << "it runs when first needed";
  EXPECT_EQ(credentials->Current()->authorization.Reveal(), "Bearer t");
  world_.Advance(seconds(569));
  credentials->Current();
  EXPECT_EQ(Runs(), 1u);
  world_.Advance(seconds(1));
  credentials->Current();
  EXPECT_EQ(Runs(), 2u);
}

TEST_F(ExecTest, TokenWithoutExpiryIsKeptUntilRefused) {
  const auto credentials = Plugin(CountAnd(
      "echo '" + Credential("\"token\":\"t'$(wc -c <'" + folder_.path() + "/runs')'\"") + "'"));
  const auto first = credentials->Current();
  ASSERT_TRUE(first) << Text(first.error());
  world_.Advance(std::chrono::hours(1000));
  EXPECT_EQ(credentials->Current()->version, first->version);
  const auto second = credentials->Current(first->version);
  EXPECT_EQ(second->authorization.Reveal(), "Bearer t2");
  EXPECT_EQ(credentials->Current(first->version)->version, second->version);
  EXPECT_EQ(Runs(), 2u);
}

TEST_F(ExecTest, OneRunHoweverManyThreadsAsk) {
  const auto credentials = Plugin(CountAnd("echo '" + Credential("\"token\":\"t\"") + "'"));
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) threads.emplace_back([&] { EXPECT_TRUE(credentials->Current()); });
  }
  EXPECT_EQ(Runs(), 1u);
}

TEST_F(ExecTest, ClientCertificates) {
  const TestKeyPair pair = MakeTestKeyPair("a");
  const auto certificate = [](const std::string& pem) { return WriteJson(pem); };
  folder_.File("out", Credential("\"clientCertificateData\":" + certificate(pair.certificate) +
                                 ",\"clientKeyData\":" + certificate(pair.key)));
  const auto current = Plugin("cat '" + folder_.path() + "/out'")->Current();
  ASSERT_TRUE(current) << Text(current.error());
  EXPECT_EQ(current->client_certificate, pair.certificate);
  EXPECT_EQ(current->client_key.Reveal(), pair.key);
  EXPECT_TRUE(current->authorization.empty());
  folder_.File("out", Credential("\"clientCertificateData\":" + certificate(pair.certificate)));
  EXPECT_TRUE(Says("cat '" + folder_.path() + "/out'", "client certificate that cannot be used"));
}

TEST_F(ExecTest, PluginIsToldWhatTheApiSays) {
  declaration_.plugin.args = {"an-arg"};
  declaration_.plugin.env = {{"A", Secret("1")}, {"MY_API_TOKEN", Secret("replaced")}};
  declaration_.cluster = {"https://k.example",  "inner", "PEM",
                          Secret("http://p:1"), true,    Value::Map{{"aud", "x"}}};
  const std::string body = "printf '%s' \"$KUBERNETES_EXEC_INFO\" >'" + folder_.path() +
                           "/info'; echo '" +
                           Credential("\"token\":\"'\"$1|$A|$MY_API_TOKEN\"'\"") + "'";
  EXPECT_EQ(Plugin(body)->Current()->authorization.Reveal(), "Bearer an-arg|1|replaced");
  EXPECT_EQ(folder_.Read("info"),
            "{\"apiVersion\":\"client.authentication.k8s.io/"
            "v1\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
  declaration_.plugin.provide_cluster_info = true;
  ASSERT_TRUE(Plugin(body)->Current());
  const auto info = ReadJson(folder_.Read("info"), "info");
  EXPECT_EQ(WriteJson(info->At({"spec", "cluster"})),
            "{\"certificate-authority-data\":\"UEVN\",\"config\":{\"aud\":\"x\"},\"disable-"
            "compression\":true,\"proxy-url\":\"http://p:1\",\"server\":\"https://"
            "k.example\",\"tls-server-name\":\"inner\"}");
}

TEST_F(ExecTest, V1Beta1) {
  declaration_.plugin.api_version = "client.authentication.k8s.io/v1beta1";
  declaration_.plugin.interactive_mode = "";
  EXPECT_EQ(Problem("echo '" +
                    Credential("\"token\":\"t\"", "client.authentication.k8s.io/v1beta1") + "'"),
            "");
  EXPECT_TRUE(Says("echo '" + Credential("\"token\":\"t\"") + "'",
                   "is declared to speak client.authentication.k8s.io/v1beta1, but printed "
                   "client.authentication.k8s.io/v1."));
}

TEST_F(ExecTest, FailuresSayWhatThePluginSaid) {
  declaration_.plugin.install_hint = "install \x1b[1mthe tool\x1b[0m";
  EXPECT_TRUE(Says("echo 'please log in' >&2; exit 3", "[kubernetes]"));
  EXPECT_TRUE(Says("echo 'please log in' >&2; exit 3", "status 3"));
  EXPECT_TRUE(Says("echo 'please log in' >&2; exit 3", "It said:\nplease log in"));
  EXPECT_TRUE(Says("exit 1", "install the tool"));
  EXPECT_TRUE(Says("kill -9 $$", "signal 9"));
  EXPECT_TRUE(Says("true", "printed nothing"));
  EXPECT_TRUE(Says("echo hello", "no JSON"));
  EXPECT_TRUE(Says("echo '{}'", "no ExecCredential"));
  EXPECT_TRUE(Says("echo '" + Credential("") + "'", "neither a token nor"));
  EXPECT_TRUE(Says("echo '" + Credential("\"token\":\"a b\"") + "'", "a token with a blank"));
  EXPECT_TRUE(Says("echo '" + Credential("\"token\":5") + "'", "something else than text"));
  EXPECT_TRUE(Says("echo '" + Credential("\"token\":\"t\",\"expirationTimestamp\":\"soon\"") + "'",
                   "no time"));
  EXPECT_TRUE(
      Says("echo '" +
               Credential("\"token\":\"t\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"") + "'",
           "expired already"));
}

TEST_F(ExecTest, NoSecretIsInAMessage) {
  declaration_.plugin.env = {{"A", Secret("declared-hush")}};
  declaration_.plugin.args = {"--secret=argument-hush"};
  for (const std::string end : {"exit 1", "echo '{\"token\": \"printed-hush-hush-hush\"}'",
                                "echo printed-hush-hush-hush"}) {
    const std::string text = Problem(
        "echo printed-hush-hush-hush; echo \"$A $MY_API_TOKEN printed-hush-hush-hush\" >&2; " +
        end);
    EXPECT_NE(text.find("***"), std::string::npos) << text;
    EXPECT_EQ(text.find("hush"), std::string::npos) << text;
  }
}

TEST_F(ExecTest, MissingCommandShowsTheHint) {
  declaration_.plugin.command = "no-such-plugin";
  declaration_.plugin.install_hint = "see https://example.com";
  const std::string text = Text(Make()->Current().error());
  EXPECT_NE(text.find("no folder in PATH has an executable \"no-such-plugin\""), std::string::npos)
      << text;
  EXPECT_NE(text.find("see https://example.com"), std::string::npos);
  declaration_.plugin.command = folder_.path() + "/gone";
  EXPECT_NE(Text(Make()->Current().error()).find("No such file"), std::string::npos);
}

TEST_F(ExecTest, BoundAndStopAreSaid) {
  declaration_.bound = std::chrono::milliseconds(200);
  EXPECT_TRUE(Says("sleep 1000", "did not end within 1 seconds"));
  stop_.request_stop();
  EXPECT_TRUE(Says("sleep 1000", "because this run was"));
}

TEST_F(ExecTest, DeclarationsAreJudgedBeforeTheyRun) {
  const auto says = [&](const std::string& part) {
    const auto made = ExecCredentials(declaration_, world_.Get());
    return !made && Text(made.error()).find(part) != std::string::npos;
  };
  EXPECT_TRUE(says("has no command"));
  declaration_.plugin.command = "x";
  declaration_.plugin.interactive_mode = "Always";
  EXPECT_TRUE(says("Set interactiveMode to Never"));
  declaration_.plugin.interactive_mode = "Sometimes";
  EXPECT_TRUE(says("\"Sometimes\""));
  declaration_.plugin.interactive_mode = "";
  EXPECT_TRUE(says("which v1 of the API requires"));
  declaration_.plugin.api_version = "client.authentication.k8s.io/v1alpha1";
  EXPECT_TRUE(says("Update the plugin"));
  declaration_.plugin.api_version = "";
  EXPECT_TRUE(says("declares no API version"));
}

}  // namespace
}  // namespace mesh
