// Against a server that is not ours: nghttpd.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>

#include "planes/http/testing/client.h"

extern char** environ;

namespace mesh {
namespace {

using testing::KeyPair;
using testing::TestCa;

class Nghttpd : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string place = ::testing::TempDir() + "nghttpd.XXXXXX";
    ASSERT_NE(mkdtemp(place.data()), nullptr);
    folder_ = place;
    const KeyPair pair = ca_.Issue();
    std::ofstream(folder_ / "key.pem") << pair.key_pem;
    std::ofstream(folder_ / "cert.pem") << pair.certificate_pem;
    std::filesystem::create_directory(folder_ / "root");
    std::ofstream(folder_ / "root" / "file") << std::string(100'000, 'f');
    // Its port may be taken before it listens.
    for (int tries = 0; !client_ && tries < 5; ++tries) ASSERT_NO_FATAL_FAILURE(Spawn());
    ASSERT_TRUE(client_) << "nghttpd ended each time";
  }

  void TearDown() override {
    if (process_ > 0) {
      kill(process_, SIGTERM);
      waitpid(process_, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
  }

  /// Starts it; there is no client when it has ended at once.
  void Spawn() {
    const int port = testing::UnusedPort();
    std::vector<std::string> words{"nghttpd",
                                   "--echo-upload",
                                   "--address=127.0.0.1",
                                   "--htdocs=" + (folder_ / "root").string(),
                                   std::to_string(port),
                                   folder_ / "key.pem",
                                   folder_ / "cert.pem"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ASSERT_EQ(posix_spawnp(&process_, "nghttpd", nullptr, nullptr, arguments.data(), environ), 0)
        << "nghttpd is in Debian's nghttp2-server (scripts/packages.txt)";
    auto client = testing::Open(
        {.base_url = "https://127.0.0.1:" + std::to_string(port), .ca_pem = ca_.pem()});
    // It listens a moment after it was started.
    HttpOutcome outcome = client->Send({});
    while (!outcome && outcome.error().kind == TransportFault::kConnect) {
      if (waitpid(process_, nullptr, WNOHANG) != 0) {
        process_ = 0;
        return;
      }
      outcome = client->Send({});
    }
    ASSERT_TRUE(outcome) << outcome.error().detail;
    client_ = std::move(client);
  }

  TestCa ca_{"ca"};
  std::filesystem::path folder_;
  pid_t process_ = 0;
  std::unique_ptr<HttpClient> client_;
};

// More than 1,000 on one connection: it ends one whose client resets that many streams.
TEST_F(Nghttpd, ServesThousandsOfRequestsOnOneConnection) {
  const std::vector<HttpRequest> requests(3000, {.target = "/file"});
  int connects = 0;
  for (const HttpOutcome& outcome : client_->SendAll(requests)) {
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(outcome->body.size(), 100'000u);
    connects += outcome->figures.connects;
  }
  EXPECT_EQ(connects, 0) << "the first request's connection served all";
}

TEST_F(Nghttpd, TakesUploads) {
  std::vector<HttpRequest> requests(16, {.method = "POST"});
  for (std::size_t i = 0; i < requests.size(); ++i)
    requests[i].body = std::string(300'000 * (i % 4) + i, static_cast<char>('a' + i));
  const std::vector<HttpOutcome> outcomes = client_->SendAll(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ASSERT_TRUE(outcomes[i]) << outcomes[i].error().detail;
    EXPECT_TRUE(outcomes[i]->body == requests[i].body) << i;
  }
}

TEST_F(Nghttpd, EndsAndIsMissed) {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = 0;
  // On the kept connection, and then on none.
  for (int i = 0; i < 2; ++i) {
    const HttpFault fault = testing::FaultOf(*client_, {.method = "POST", .body = "x"});
    EXPECT_FALSE(fault.may_have_executed) << FaultName(fault.kind) << " " << fault.detail;
  }
}

}  // namespace
}  // namespace mesh
